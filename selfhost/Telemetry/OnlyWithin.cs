using System.Diagnostics;
using OpenTelemetry;

namespace ClickDeploy.SelfHost.Telemetry;

/// <summary>Leaves out calls that belong to nothing: renewals of leases, looks at queues and health checks would each be a trace of its own.</summary>
internal sealed class OnlyWithin : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data is { Kind: ActivityKind.Client, Source.Name: "System.Net.Http" } && data.ParentSpanId == default)
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
