using System.Diagnostics;

namespace ClickDeploy.SelfHost.Durable.Traces;

/// <summary>A span whose beginning and end stand in a history. <paramref name="Error"/>: the type of its failure.</summary>
internal sealed record SpanRecord(
    ActivitySpanId Id,
    string Name,
    ActivityKind Kind,
    ActivityContext Parent,
    DateTime Start,
    DateTime End,
    IReadOnlyList<KeyValuePair<string, object?>> Tags,
    string? Error = null,
    IReadOnlyList<ActivityLink>? Links = null);
