using System.Text;
using ClickDeploy.Storage;

namespace ClickDeploy.Logs;

/// <summary>The end of one stream as this process knows it. Read from the store when it is not known, or turned out to be wrong.</summary>
internal sealed class LogTail(IBlobs blobs, LogStream stream, LogOptions options)
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<string, long> _sources = [];
    private bool _known;
    private long _nextSeq = 1;
    private long _segmentFirst = 1;
    private long _segmentLength;
    private int _segmentAppends;
    private long _streamLength;

    public async Task<long> OffsetOf(string source, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            await Know(cancellation);
            return _sources.GetValueOrDefault(source);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>False: nothing of it was news.</summary>
    public async Task<bool> Append(IReadOnlyList<LogLine> lines, DateTimeOffset now, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            while (true)
            {
                await Know(cancellation);
                var entries = News(lines, now);
                if (entries.Count == 0)
                {
                    return false;
                }

                if (await Write(entries, cancellation))
                {
                    return true;
                }

                _known = false;     // Another writer was here, or an answer was lost: look, and add what is then still news.
            }
        }
        catch
        {
            _known = false;
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    private List<LogEntry> News(IReadOnlyList<LogLine> lines, DateTimeOffset now)
    {
        var entries = new List<LogEntry>();
        if (_streamLength >= options.MaxStreamBytes)
        {
            return entries;
        }

        var length = _streamLength;
        foreach (var line in lines.Where(line => line.Offset > _sources.GetValueOrDefault(line.Source)))
        {
            var (message, cut) = Cut(line.Message);
            length += message.Length;
            var full = length >= options.MaxStreamBytes;
            entries.Add(new(_nextSeq + entries.Count, now, line.Phase, full ? LogLevel.Warn : line.Level, full ? "The log has reached its size limit; what follows is not kept." : message, line.Source, line.Offset, cut || line.Truncated));
            if (full)
            {
                _streamLength = options.MaxStreamBytes;
                break;
            }
        }

        return entries;
    }

    private async Task<bool> Write(List<LogEntry> entries, CancellationToken cancellation)
    {
        if (_segmentLength >= options.SegmentBytes || _segmentAppends >= options.SegmentAppends)
        {
            (_segmentFirst, _segmentLength, _segmentAppends) = (_nextSeq, 0, 0);
        }

        var bytes = LogSegments.Write(entries);
        if (!await blobs.Append(stream.Segment(_segmentFirst), _segmentLength, bytes, cancellation))
        {
            return false;
        }

        Remember(entries, bytes.Length);
        return true;
    }

    private void Remember(List<LogEntry> entries, int bytes)
    {
        foreach (var entry in entries)
        {
            _sources[entry.Source] = Math.Max(entry.Offset, _sources.GetValueOrDefault(entry.Source));
        }

        _nextSeq = entries[^1].Seq + 1;
        _segmentLength += bytes;
        _segmentAppends++;
        _streamLength += bytes;
    }

    private async Task Know(CancellationToken cancellation)
    {
        if (_known)
        {
            return;
        }

        _sources.Clear();
        (_nextSeq, _segmentFirst, _segmentLength, _segmentAppends, _streamLength) = (1, 1, 0, 0, 0);
        await foreach (var segment in blobs.List(stream.Prefix, cancellation))
        {
            var bytes = await blobs.Read(segment.Name, cancellation: cancellation) ?? [];
            var (entries, _) = LogSegments.Read(bytes);
            if (entries.Count > 0)
            {
                (_segmentFirst, _segmentLength, _segmentAppends) = (entries[0].Seq, 0, 0);
                Remember(entries, bytes.Length);
                _segmentAppends = entries.Count;    // At least so many appends; counting lines errs on the safe side.
            }
        }

        _known = true;
    }

    private (string Message, bool Cut) Cut(string message)
    {
        if (message.Length * 3 <= options.MaxLineBytes || Encoding.UTF8.GetByteCount(message) <= options.MaxLineBytes)
        {
            return (message, false);
        }

        var bytes = Encoding.UTF8.GetBytes(message).AsSpan(0, options.MaxLineBytes);
        while ((bytes[^1] & 0xC0) == 0x80)
        {
            bytes = bytes[..^1];        // Not in the middle of a character.
        }

        return (Encoding.UTF8.GetString(bytes[..^1]), true);
    }
}
