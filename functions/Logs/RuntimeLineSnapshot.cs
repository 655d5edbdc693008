using ClickDeploy.Core;
using ClickDeploy.Logs;
using ClickDeploy.Targets;

namespace ClickDeploy.Functions.Logs;

/// <summary>A line of a running service as the API shows it.</summary>
public sealed record RuntimeLineSnapshot(long Seq, DateTimeOffset Timestamp, InstanceId? Instance, OutputStream? Stream, LogLevel Level, string Message, bool Truncated)
{
    public static RuntimeLineSnapshot Of(LogEntry entry)
    {
        var source = RuntimeSource.Parse(entry.Source);
        return new(entry.Seq, entry.Timestamp, source?.Instance, source?.Stream, entry.Level, entry.Message, entry.Truncated);
    }
}
