using ClickDeploy.Clients.Caddy;
using ClickDeploy.Services;

namespace ClickDeploy.Orchestrations.Routes;

/// <summary>What a service's public name shows, from what is seen of the service.</summary>
public sealed class ServiceRoute(IRoutes routes)
{
    /// <summary>Makes the route what the state says. Only for whoever holds the service: a state that was read earlier would bring back an old address.</summary>
    public Task Apply(ServiceState state, CancellationToken cancellation) => (state.Host, Of(state)) switch
    {
        (null, _) => Task.CompletedTask,
        ({ } host, null) => routes.Remove(host, cancellation),
        ({ } host, { } route) => routes.Point(host, route, cancellation),
    };

    /// <summary>Null: the name is not known to the proxy.</summary>
    public static Route? Of(ServiceState state) => state switch
    {
        { Desired: true, Address: { } address } => new Route.Instance(address),
        { Desired: false, Failure: not null } => new Route.Failed(),
        { Desired: false, Current: not null, Address: not null } => new Route.Stopped(),
        _ => null,
    };
}
