namespace ClickDeploy.Clients.Caddy;

/// <summary>
/// Which host shows what. A change holds for the next request and cuts none that is under way. Every call is idempotent and may be repeated
/// after a crash between any two of its effects. Hosts are lower case, without port and trailing dot. Source: DESIGN 9.
/// </summary>
public interface IRoutes
{
    /// <summary>From now on the host shows this, whatever it showed before; there is no moment at which it shows nothing.</summary>
    Task Point(string host, Route route, CancellationToken cancellation = default);

    /// <summary>The host is unknown from now on (404). Nothing happens when it was.</summary>
    Task Remove(string host, CancellationToken cancellation = default);

    /// <summary>What the host shows; null when it is unknown.</summary>
    Task<Route?> Find(string host, CancellationToken cancellation = default);

    /// <summary>Every host that is known.</summary>
    Task<IReadOnlyDictionary<string, Route>> List(CancellationToken cancellation = default);

    /// <summary>Makes the table exactly this, and sweeps up what crashes left. For the start, before anything else points a host: a newer route would be overwritten.</summary>
    Task Rebuild(IReadOnlyDictionary<string, Route> desired, CancellationToken cancellation = default);
}
