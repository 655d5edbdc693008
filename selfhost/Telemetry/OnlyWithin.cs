using System.Diagnostics;
using OpenTelemetry;

namespace ClickDeploy.SelfHost.Telemetry;

/// <summary>
/// Calls of others. Left out are those that belong to nothing: renewals of leases, looks at queues and health checks would each be a trace of its own.
/// The others go without their address, whose path may name what nobody else should know.
/// </summary>
internal sealed class OnlyWithin : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data is not { Kind: ActivityKind.Client, Source.Name: "System.Net.Http" })
        {
            return;
        }

        data.SetTag("url.full", null);
        if (data.ParentSpanId == default)
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
