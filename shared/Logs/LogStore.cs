using System.Collections.Concurrent;
using ClickDeploy.Core;
using ClickDeploy.Storage;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Logs;

/// <summary>Writes logs: appended at an expected offset, so that a repeat or a second writer changes nothing that is there.</summary>
public sealed class LogStore(IStorage storage, Signals signals, TimeProvider time, IOptions<LogOptions> options)
{
    private readonly IBlobs _blobs = storage.Blobs("logs");
    private readonly ConcurrentDictionary<LogStream, LogTail> _tails = new();

    /// <summary>Adds those lines that are news. Afterwards all of them are kept, unless the stream has its full size.</summary>
    public async Task Append(LogStream stream, IReadOnlyList<LogLine> lines, CancellationToken cancellation = default)
    {
        if (await Tail(stream).Append(lines, time.GetUtcNow(), cancellation))
        {
            signals.Raise(stream.Subject);
        }
    }

    /// <summary>How far <paramref name="source"/> was read into the stream; 0: not at all.</summary>
    public Task<long> OffsetOf(LogStream stream, string source, CancellationToken cancellation = default) =>
        Tail(stream).OffsetOf(source, cancellation);

    /// <summary>The source is gone for good.</summary>
    public Task End(LogStream stream, string source, CancellationToken cancellation = default) => Tail(stream).End(source, cancellation);

    /// <summary>A reader that begins after <paramref name="afterSeq"/> (0: at the first line).</summary>
    public LogReader Read(LogStream stream, long afterSeq) =>
        new(_blobs, stream, afterSeq, stream.IsEndless ? Tail(stream).Recent : null);

    /// <summary>A reader that goes backwards from the line before <paramref name="beforeSeq"/> (<see cref="long.MaxValue"/>: from the last line).</summary>
    public LogBackReader ReadBack(LogStream stream, long beforeSeq) => new(_blobs, stream, beforeSeq);

    /// <summary>Lets go of what is remembered of a stream that has ended. It may still be appended to.</summary>
    public void Forget(LogStream stream) => _tails.TryRemove(stream, out _);

    /// <summary>Deletes the whole log.</summary>
    public async Task Remove(LogStream stream, CancellationToken cancellation = default)
    {
        Forget(stream);
        await _blobs.DeletePrefix(stream.Prefix, cancellation);
    }

    /// <summary>Deletes what services wrote that is older than it is kept, or beyond what is kept of each. The newest segment stays: it says how far the sources were read.</summary>
    public async Task Prune(CancellationToken cancellation = default)
    {
        LogStream? stream = null;
        var segments = new List<BlobEntry>();
        await foreach (var segment in _blobs.List("", cancellation))
        {
            var of = LogStream.Parse(segment.Name);
            if (of != stream)
            {
                await Prune(stream, segments, cancellation);
                (stream, segments) = (of, []);
            }

            segments.Add(segment);
        }

        await Prune(stream, segments, cancellation);
    }

    private async Task Prune(LogStream? stream, List<BlobEntry> segments, CancellationToken cancellation)
    {
        if (stream is not { IsEndless: true })
        {
            return;
        }

        var oldest = time.GetUtcNow() - options.Value.RuntimeAge;
        var left = segments.Sum(segment => segment.Length);
        for (var index = 0; index < segments.Count - 1 && (left > options.Value.RuntimeBytes || await Opened(segments[index + 1], cancellation) < oldest); index++)
        {
            await _blobs.Delete(segments[index].Name, cancellation);
            left -= segments[index].Length;
        }
    }

    // When its first line was written: no line of the segment before is younger.
    private async Task<DateTimeOffset?> Opened(BlobEntry segment, CancellationToken cancellation)
    {
        DateTimeOffset? opened = null;
        var size = 64 << 10;
        for (byte[]? bytes = null; opened is null && (bytes is null || bytes.Length == size / 4); size *= 4)
        {
            bytes = await _blobs.Read(segment.Name, 0, size, cancellation) ?? [];
            LogSegments.Scan(bytes, _ => { }, mark => opened ??= mark.Timestamp);
        }

        return opened;
    }

    private LogTail Tail(LogStream stream) => _tails.GetOrAdd(stream, _ => new LogTail(_blobs, stream, options.Value));
}
