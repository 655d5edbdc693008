using System.Diagnostics;

namespace ClickDeploy.SelfHost.Telemetry;

/// <summary>
/// Each request begins its own trace: whoever may name one puts requests into a trace of somebody else, or has all of them recorded. A caller on this machine is no exception,
/// since what is deployed runs there too.
/// </summary>
internal sealed class IncomingTraces : DistributedContextPropagator
{
    public override IReadOnlyCollection<string> Fields => [];

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        // Answers name none.
    }

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) => (traceId, traceState) = (null, null);

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
}
