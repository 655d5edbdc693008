using System.Collections.Concurrent;
using ClickDeploy.Clients.Caddy;

namespace ClickDeploy.Tests.Orchestrations.World;

internal sealed class SimulatedRoutes : IRoutes
{
    private readonly ConcurrentDictionary<string, Route> _routes = new();

    /// <summary>Stands before every change of a route, in the step that asks for it.</summary>
    public Gate? BeforePoint { get; set; }

    public async Task Point(string host, Route route, CancellationToken cancellation = default)
    {
        await (BeforePoint?.Pass() ?? Task.CompletedTask);
        _routes[host] = route;
    }

    public Task Remove(string host, CancellationToken cancellation = default)
    {
        _routes.TryRemove(host, out _);
        return Task.CompletedTask;
    }

    public Task<Route?> Find(string host, CancellationToken cancellation = default) => Task.FromResult(_routes.GetValueOrDefault(host));

    public Task<IReadOnlyDictionary<string, Route>> List(CancellationToken cancellation = default) => Task.FromResult<IReadOnlyDictionary<string, Route>>(_routes);

    public Task Rebuild(IReadOnlyDictionary<string, Route> desired, CancellationToken cancellation = default)
    {
        _routes.Clear();
        return Task.WhenAll(desired.Select(route => Point(route.Key, route.Value, cancellation)));
    }
}
