using ClickDeploy.Clients.Caddy;

namespace ClickDeploy.Functions.Development;

internal sealed class BorderedRoutes(IRoutes inner, Borders borders) : IRoutes
{
    public Task Point(string host, Route route, CancellationToken cancellation) => borders.Around($"route {host} to {route}", () => inner.Point(host, route, cancellation));

    public Task Remove(string host, CancellationToken cancellation) => borders.Around($"removal of route {host}", () => inner.Remove(host, cancellation));

    public Task<Route?> Find(string host, CancellationToken cancellation) => inner.Find(host, cancellation);

    public Task<IReadOnlyDictionary<string, Route>> List(CancellationToken cancellation) => inner.List(cancellation);

    public Task Rebuild(IReadOnlyDictionary<string, Route> desired, CancellationToken cancellation) => borders.Around("rebuilding all routes", () => inner.Rebuild(desired, cancellation));
}
