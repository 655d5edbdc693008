namespace ClickDeploy.Clients.Caddy;

/// <summary>What a host shows.</summary>
public abstract record Route
{
    private Route()
    {
    }

    /// <summary>The application at <paramref name="Address"/>: <c>ip:port</c>, IPv4.</summary>
    public sealed record Instance(string Address) : Route;

    /// <summary>The page that says the service was stopped: 503.</summary>
    public sealed record Stopped : Route;

    /// <summary>The page that says the service has crashed and nothing of it runs: 503.</summary>
    public sealed record Failed : Route;
}
