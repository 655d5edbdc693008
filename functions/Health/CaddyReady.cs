using ClickDeploy.Clients.Caddy;

namespace ClickDeploy.Functions.Health;

internal sealed class CaddyReady(CaddyClient caddy) : IReadyCheck
{
    public string Name => "caddy";

    public async Task<Readiness> Check(CancellationToken cancellation) => await caddy.Inspect(cancellation) switch
    {
        CaddyState.Ready => Readiness.Fine,
        CaddyState.Down(var reason) => new(false, reason, "Start Caddy (./up does), or set CADDY_ADMIN_URL to where its admin API listens."),
        _ => new(false, "Caddy runs with a configuration that is not ours: deployed services cannot be reached.", "The platform loads it within a minute. If it does not, look whether another program configures the same Caddy."),
    };
}
