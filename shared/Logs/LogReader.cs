using ClickDeploy.Storage;

namespace ClickDeploy.Logs;

/// <summary>Reads a stream forwards and remembers where it is, so that following it costs one read a look. Not for several threads.</summary>
public sealed class LogReader
{
    private const int PageBytes = 256 << 10;
    private readonly IBlobs _blobs;
    private readonly LogStream _stream;
    private readonly LogRecent? _recent;
    private long _after;
    private string? _segment;
    private long _offset;

    internal LogReader(IBlobs blobs, LogStream stream, long afterSeq, LogRecent? recent)
    {
        (_blobs, _stream, _after, _recent) = (blobs, stream, afterSeq, recent);
    }

    /// <summary>The seq of the last line that was looked at.</summary>
    public long Position => _after;

    /// <summary>Bytes that were read from the store so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The next lines, oldest first, some hundred kilobytes at most; empty when there are no more now.</summary>
    public async Task<IReadOnlyList<LogEntry>> Next(CancellationToken cancellation = default)
    {
        if (_recent?.After(_after) is { Count: > 0 } recent)
        {
            _after = recent[^1].Seq;
            return recent;
        }

        while (true)
        {
            _segment ??= await SegmentOf(_after + 1, cancellation);
            if (_segment is null)
            {
                return [];
            }

            var entries = await Page(cancellation);
            if (entries is null)
            {
                // It went with its age: on with the oldest that is left.
                _segment = null;
                continue;
            }

            if (entries.Count == 0)
            {
                // The end of this segment: the next one, if there is one, is named after the next line.
                var next = _stream.Segment(_after + 1);
                if (next == _segment || await _blobs.Length(next, cancellation) is null)
                {
                    return [];
                }

                (_segment, _offset) = (next, 0);
                continue;
            }

            var news = entries.Where(entry => entry.Seq > _after).ToList();
            if (news.Count > 0)
            {
                _after = news[^1].Seq;
                return news;
            }
        }
    }

    private async Task<List<LogEntry>?> Page(CancellationToken cancellation)
    {
        for (var size = PageBytes; ; size *= 2)
        {
            if (await _blobs.Read(_segment!, _offset, size, cancellation) is not { } bytes)
            {
                return null;
            }

            BytesRead += bytes.Length;
            var (entries, consumed) = LogSegments.Read(bytes);
            _offset += consumed;
            if (entries.Count > 0 || bytes.Length < size)
            {
                return entries;
            }
        }
    }

    private async Task<string?> SegmentOf(long seq, CancellationToken cancellation)
    {
        string? found = null;
        var wanted = _stream.Segment(seq);
        await foreach (var segment in _blobs.List(_stream.Prefix, cancellation))
        {
            if (found is not null && string.CompareOrdinal(segment.Name, wanted) > 0)
            {
                break;
            }

            found = segment.Name;
        }

        _offset = 0;
        return found;
    }
}
