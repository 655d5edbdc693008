using System.Globalization;
using ClickDeploy.Targets;

namespace ClickDeploy.Logs;

/// <summary>Keeps what instances write, each service's in one stream. An entry's source names the instance and which of its outputs it was.</summary>
public sealed class RuntimeLogs(LogStore logs) : IOutputSink
{
    // More than this without a line feed is handed on as a line of its own.
    private const int MaxLine = 4 << 20;

    public Task<long> OffsetOf(OutputSource source, CancellationToken cancellation) => logs.OffsetOf(StreamOf(source), RuntimeSource.Name(source), cancellation);

    public async Task<long> Keep(OutputSource source, long offset, ReadOnlyMemory<byte> bytes, bool atEnd, CancellationToken cancellation)
    {
        var name = RuntimeSource.Name(source);
        var lines = OutputLines.Cut(bytes, atEnd, MaxLine)
            .Select(line => new LogLine(null, LineLevel.Of(line.Text, source.Stream), line.Text, name, offset + line.End))
            .ToList();
        if (lines.Count > 0)
        {
            await logs.Append(StreamOf(source), lines, cancellation);
        }

        return lines.Count > 0 ? lines[^1].Offset : offset;
    }

    public Task Miss(OutputSource source, long from, long to, CancellationToken cancellation)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"[{to - from} bytes of output are missing here: more was written than could be read in time]");
        return logs.Append(StreamOf(source), [new(null, LogLevel.Warn, text, RuntimeSource.Name(source), to)], cancellation);
    }

    public Task End(OutputSource source, CancellationToken cancellation) => logs.End(StreamOf(source), RuntimeSource.Name(source), cancellation);

    private static LogStream StreamOf(OutputSource source) =>
        LogStream.Parse(source.Log) ?? throw new ArgumentException($"\"{source.Log}\" is no log: it is made by LogStream.Path.", nameof(source));
}
