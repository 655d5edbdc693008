using System.Collections.Concurrent;
using System.Globalization;
using ClickDeploy.Core;
using ClickDeploy.Secrets;
using ClickDeploy.Targets;
using ClickDeploy.Variables;

namespace ClickDeploy.Logs;

/// <summary>Keeps what instances write, each service's in one stream, its secrets hidden. An entry's source names the instance and which of its outputs it was.</summary>
public sealed class RuntimeLogs(LogStore logs, ServiceMasks masks) : IOutputSink
{
    // More than this without a line feed is handed on as a line of its own.
    private const int MaxLine = 4 << 20;
    private readonly ConcurrentDictionary<InstanceId, SecretMask> _masks = new();

    public Task<long> OffsetOf(OutputSource source, CancellationToken cancellation) => logs.OffsetOf(StreamOf(source), RuntimeSource.Name(source), cancellation);

    public async Task<long> Keep(OutputSource source, long offset, ReadOnlyMemory<byte> bytes, OutputRest rest, CancellationToken cancellation)
    {
        var (name, mask) = (RuntimeSource.Name(source), await MaskOf(source, cancellation));
        if (rest == OutputRest.Shows)
        {
            // What could be the beginning of a secret is not shown before it is known whether it is one.
            bytes = bytes[..Math.Max(bytes.Span.LastIndexOf((byte)'\n') + 1, mask.Settled(bytes.Span))];
        }

        var lines = OutputLines.Cut(bytes, rest != OutputRest.Waits, MaxLine)
            .Select(line => (line.End, Text: mask.Text(line.Text)))
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

    public Task End(OutputSource source, CancellationToken cancellation)
    {
        _masks.TryRemove(source.Instance, out _);
        return logs.End(StreamOf(source), RuntimeSource.Name(source), cancellation);
    }

    // Made when the instance is first heard of: it runs with variables that were there before.
    private async ValueTask<SecretMask> MaskOf(OutputSource source, CancellationToken cancellation)
    {
        if (_masks.TryGetValue(source.Instance, out var known))
        {
            return known;
        }

        var mask = StreamOf(source).Service is { } service ? await masks.Of(service, cancellation) : SecretMask.None;
        return _masks[source.Instance] = mask;
    }

    private static LogStream StreamOf(OutputSource source) =>
        LogStream.Parse(source.Log) ?? throw new ArgumentException($"\"{source.Log}\" is no log: it is made by LogStream.Path.", nameof(source));
}
