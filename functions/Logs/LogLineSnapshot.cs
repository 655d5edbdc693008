using ClickDeploy.Logs;

namespace ClickDeploy.Functions.Logs;

/// <summary>A line of a deployment as the API shows it.</summary>
public sealed record LogLineSnapshot(long Seq, DateTimeOffset Timestamp, LogPhase? Phase, LogLevel Level, string Message, bool Truncated)
{
    public static LogLineSnapshot Of(LogEntry entry) => new(entry.Seq, entry.Timestamp, entry.Phase, entry.Level, entry.Message, entry.Truncated);
}
