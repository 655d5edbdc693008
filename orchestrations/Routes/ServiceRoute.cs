using ClickDeploy.Clients.Caddy;
using ClickDeploy.Core;
using ClickDeploy.Services;

namespace ClickDeploy.Orchestrations.Routes;

/// <summary>What a service's public name shows, from what is seen of the service.</summary>
public sealed class ServiceRoute(IRoutes routes, ServiceStateStore states)
{
    /// <summary>Makes the route what the state says. Whoever comes late, with a state that is not the newest any more, puts right what it did.</summary>
    public async Task Apply(ServiceRef service, ServiceState state, CancellationToken cancellation)
    {
        for (var tries = new Tries($"The route of service {service.ServiceId}"); ; tries.Again())
        {
            await Show(state, cancellation);
            var now = await states.Find(service, cancellation);
            if ((now.Host, Of(now)) == (state.Host, Of(state)))
            {
                return;
            }

            // The name of a service that is gone shows nothing.
            state = now with { Host = now.Host ?? state.Host };
            if (now.Host is null)
            {
                await Show(state, cancellation);
                return;
            }
        }
    }

    private Task Show(ServiceState state, CancellationToken cancellation) => (state.Host, Of(state)) switch
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
