using ClickDeploy.Storage;

namespace ClickDeploy.Logs;

/// <summary>Reads a stream backwards, block by block, from the line before <paramref name="beforeSeq"/>. Not for several threads.</summary>
public sealed class LogBackReader(IBlobs blobs, LogStream stream, long beforeSeq)
{
    private const int BlockBytes = 256 << 10;
    private readonly Stack<BlobEntry> _segments = [];
    private bool _listed;
    private byte[] _rest = [];
    private long _position;

    /// <summary>The seq of the oldest line that was looked at; nothing was looked at: where it began.</summary>
    public long Position { get; private set; } = beforeSeq;

    /// <summary>Bytes that were read from the store so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The lines just before <see cref="Position"/>, oldest first, some hundred kilobytes at most; empty when there are none.</summary>
    public async Task<IReadOnlyList<LogEntry>> Next(CancellationToken cancellation = default)
    {
        if (!_listed)
        {
            await List(cancellation);
        }

        while (_segments.TryPeek(out var segment))
        {
            var entries = (await Block(segment, cancellation)).Where(entry => entry.Seq < Position).ToList();
            if (_position == 0)
            {
                _segments.Pop();
                (_position, _rest) = (_segments.TryPeek(out var before) ? before.Length : 0, []);
            }

            if (entries.Count > 0)
            {
                Position = entries[0].Seq;
                return entries;
            }
        }

        return [];
    }

    private async Task List(CancellationToken cancellation)
    {
        var last = Position == long.MaxValue ? null : stream.Segment(Position);
        await foreach (var segment in blobs.List(stream.Prefix, cancellation))
        {
            if (last is not null && string.CompareOrdinal(segment.Name, last) >= 0)
            {
                break;
            }

            _segments.Push(segment);
        }

        (_listed, _position) = (true, _segments.TryPeek(out var end) ? end.Length : 0);
    }

    // The whole lines of the block that ends at _position. Its first line may begin in the block before: it waits for that.
    private async Task<List<LogEntry>> Block(BlobEntry segment, CancellationToken cancellation)
    {
        var start = Math.Max(0, _position - BlockBytes);
        var bytes = await blobs.Read(segment.Name, start, (int)(_position - start), cancellation) ?? [];
        BytesRead += bytes.Length;
        byte[] all = [.. bytes, .. _rest];
        var first = start == 0 ? 0 : Array.IndexOf(all, (byte)'\n') + 1;
        (_position, _rest) = (start, first == 0 ? (start == 0 ? [] : all) : all[..first]);
        return first == 0 && start > 0 ? [] : LogSegments.Read(all.AsSpan(first)).Entries;
    }
}
