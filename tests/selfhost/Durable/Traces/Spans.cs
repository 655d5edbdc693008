using System.Collections.Concurrent;
using System.Diagnostics;

namespace ClickDeploy.Tests.SelfHost.Durable.Traces;

/// <summary>Collects the engine's spans of one trace; other tests run beside it.</summary>
internal sealed class Spans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;
    private readonly ActivityTraceId _trace;

    /// <param name="within">The span that the test stands in: only what belongs to its trace is seen.</param>
    public Spans(out Activity within)
    {
        within = new Activity("test").SetIdFormat(ActivityIdFormat.W3C);
        within.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        within.Start();
        _trace = within.TraceId;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "ClickDeploy.Durable",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Parent.TraceId == _trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = span =>
            {
                if (span.TraceId == _trace)
                {
                    _ended.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<Activity> Ended => [.. _ended];

    /// <summary>Each span as its name behind those that it stands under: <c>create_orchestration:A / orchestration:A / activity:B</c>.</summary>
    public IReadOnlyList<string> Tree()
    {
        var byId = Ended.DistinctBy(span => span.SpanId).ToDictionary(span => span.SpanId);
        return [.. Ended.Select(Path).Order(StringComparer.Ordinal)];

        string Path(Activity span) => byId.TryGetValue(span.ParentSpanId, out var parent) ? $"{Path(parent)} / {span.OperationName}" : span.OperationName;
    }

    public void Dispose() => _listener.Dispose();
}
