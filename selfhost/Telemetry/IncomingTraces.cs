using System.Diagnostics;

namespace ClickDeploy.SelfHost.Telemetry;

/// <summary>
/// Whose trace a request goes on with. A caller on this machine may name one; through a proxy or from outside, where anybody could put requests into a trace of somebody else
/// or have all of them recorded, each request begins its own.
/// </summary>
/// <param name="isLocal">The host listens on loopback addresses only.</param>
internal sealed class IncomingTraces(bool isLocal) : DistributedContextPropagator
{
    private static readonly string[] ByProxies = ["X-Forwarded-For", "Forwarded", "Via"];
    private readonly DistributedContextPropagator _inner = CreateW3CPropagator();

    public override IReadOnlyCollection<string> Fields => _inner.Fields;

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) => _inner.Inject(activity, carrier, setter);

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
    {
        (traceId, traceState) = (null, null);
        if (MayName(carrier, getter))
        {
            _inner.ExtractTraceIdAndState(carrier, getter, out traceId, out traceState);
        }
    }

    // Baggage would travel on to whomever the platform asks something.
    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;

    private bool MayName(object? carrier, PropagatorGetterCallback? getter) => isLocal && getter is not null && ByProxies.All(header =>
    {
        getter(carrier, header, out var value, out var values);
        return value is null && values?.Any() is not true;
    });
}
