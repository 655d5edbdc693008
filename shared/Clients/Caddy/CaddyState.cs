namespace ClickDeploy.Clients.Caddy;

/// <summary>What is known of Caddy now.</summary>
public abstract record CaddyState
{
    private CaddyState()
    {
    }

    /// <summary>It runs with our configuration.</summary>
    public sealed record Ready : CaddyState;

    /// <summary>It runs with another one: it was just started, or somebody changed it. <see cref="CaddyClient.Load"/> mends that.</summary>
    public sealed record Other : CaddyState;

    /// <summary>Its admin API does not answer. <paramref name="Reason"/>: a sentence.</summary>
    public sealed record Down(string Reason) : CaddyState;
}
