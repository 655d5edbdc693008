using ClickDeploy.Storage;

namespace ClickDeploy.Logs;

/// <summary>Reads a stream forwards and remembers where it is, so that following it costs one read a look. Not for several threads.</summary>
public sealed class LogReader(IBlobs blobs, LogStream stream, long afterSeq)
{
    private const int PageBytes = 256 << 10;
    private long _after = afterSeq;
    private string? _segment;
    private long _offset;

    /// <summary>The next lines, oldest first, some hundred kilobytes at most; empty when there are no more now.</summary>
    public async Task<IReadOnlyList<LogEntry>> Next(CancellationToken cancellation = default)
    {
        while (true)
        {
            _segment ??= await SegmentOf(_after + 1, cancellation);
            if (_segment is null)
            {
                return [];
            }

            var entries = await Page(cancellation);
            if (entries.Count == 0)
            {
                // The end of this segment: the next one, if there is one, is named after the next line.
                var next = stream.Segment(_after + 1);
                if (next == _segment || await blobs.Length(next, cancellation) is null)
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

    private async Task<List<LogEntry>> Page(CancellationToken cancellation)
    {
        for (var size = PageBytes; ; size *= 2)
        {
            var bytes = await blobs.Read(_segment!, _offset, size, cancellation) ?? [];
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
        var wanted = stream.Segment(seq);
        await foreach (var segment in blobs.List(stream.Prefix, cancellation))
        {
            if (found is not null && string.CompareOrdinal(segment.Name, wanted) > 0)
            {
                break;
            }

            found = segment.Name;
        }

        return found;
    }
}
