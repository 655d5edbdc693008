using System.Diagnostics;
using System.Runtime.CompilerServices;
using ClickDeploy.SelfHost.Durable.History;

namespace ClickDeploy.SelfHost.Durable.Traces;

/// <summary>The engine's spans, with the names and attributes of the Durable Task Framework. They hold names and ids, never inputs, outputs or messages.</summary>
internal static class DurableTrace
{
    public const string SourceName = "ClickDeploy.Durable";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>False: nobody listens, and nothing is done for traces.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>What a start leaves in its history: the place of its spans. Null where they are not recorded.</summary>
    public static string? PlaceOf(Activity? span) => span is { Recorded: true } ? span.Id : null;

    public static string PlaceOf(ActivityContext place) => $"00-{place.TraceId}-{place.SpanId}-01";

    public static Activity? Starting(string name, string instance) => IsOn
        ? Source.StartActivity($"create_orchestration:{name}", ActivityKind.Producer, default(ActivityContext), Tags("orchestration", name, instance))
        : null;

    public static Activity? Raising(string name, string instance) => IsOn
        ? Source.StartActivity($"orchestration_event:{name}", ActivityKind.Producer, default(ActivityContext), [new("durabletask.type", "event"), new("durabletask.event.name", name), new("durabletask.event.target_instance_id", instance)])
        : null;

    /// <summary>One run of an activity; a crash may make it run once more, under the same parent.</summary>
    public static Activity? Running(TaskScheduled task, string instance, ActivityContext? parent) => IsOn && parent is { } place
        ? Source.StartActivity($"activity:{task.Name}", ActivityKind.Server, place, [.. Tags("activity", task.Name, instance), new("durabletask.task.task_id", task.Id)])
        : null;

    public static void Fail(this Activity span, string type)
    {
        span.SetTag("error.type", type);
        span.SetStatus(ActivityStatusCode.Error);
    }

    public static KeyValuePair<string, object?>[] Tags(string type, string name, string instance) =>
        [new("durabletask.type", type), new("durabletask.task.name", name), new("durabletask.task.instance_id", instance)];

    /// <summary>Hands out a span that is over.</summary>
    public static void Record(SpanRecord record)
    {
        using var span = Source.CreateActivity(record.Name, record.Kind, record.Parent, record.Tags, record.Links, ActivityIdFormat.W3C);
        if (span is null)
        {
            return;
        }

        span.SetStartTime(record.Start);
        span.Start();
        // Its children name it, from whichever process; there is no other way to give it the id that they know.
        IdOf(span) = record.Id.ToHexString();
        if (record.Error is { } error)
        {
            span.Fail(error);
        }

        span.SetEndTime(record.End > record.Start ? record.End : record.Start.AddTicks(1));
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    private static extern ref string IdOf(Activity span);
}
