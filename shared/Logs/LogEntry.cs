using System.Text.Json.Serialization;

namespace ClickDeploy.Logs;

/// <summary>A line of a stream as it is kept. <paramref name="Seq"/> counts from 1 without gaps; it is the cursor and the stream id.</summary>
/// <param name="Phase">Of a deployment's line; null: the line of a running instance.</param>
/// <param name="Source">What the line came from (a job, a step, an instance's file); with <paramref name="Offset"/> it tells a repeat from news.</param>
/// <param name="Offset">Where the source goes on after this line.</param>
public sealed record LogEntry(
    long Seq,
    DateTimeOffset Timestamp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LogPhase? Phase,
    LogLevel Level,
    string Message,
    string Source,
    long Offset,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Truncated = false);

/// <summary>A line that is to be added. A line whose source was already read up to its offset is a repeat and is left out.</summary>
/// <param name="Essential">It is kept in a log that is full, too: what the platform says.</param>
public sealed record LogLine(LogPhase? Phase, LogLevel Level, string Message, string Source, long Offset, bool Truncated = false, bool Essential = false);

public enum LogPhase
{
    Provision,
    Clone,
    Detect,
    Build,
    Push,
    Deploy,
    Health,
}

public enum LogLevel
{
    Debug,
    Info,
    Warn,
    Error,
}
