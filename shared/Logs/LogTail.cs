using System.Text;
using ClickDeploy.Core;
using ClickDeploy.Storage;

namespace ClickDeploy.Logs;

/// <summary>The end of one stream as this process knows it. Read from the store when it is not known, or turned out to be wrong.</summary>
internal sealed class LogTail(IBlobs blobs, LogStream stream, LogOptions options)
{
    // One append of these is below the 4 MiB that a store takes, however much of the text is escaped.
    private const int MostLines = 2_000;
    private const int MostCharacters = 512 << 10;

    // An entry at its largest, so that the line that says that the log is full comes before it is.
    private const int AroundText = 256;
    private const int MostEscaped = 6;

    // For what is told of a deployment beside the output of its commands.
    private const int Reserve = 2 << 20;

    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<string, long> _sources = [];
    private bool _known;
    private long _nextSeq = 1;
    private long _segmentFirst = 1;
    private long _segmentLength;
    private int _segmentAppends;
    private DateTimeOffset _segmentOpened;
    private long _streamLength;

    /// <summary>The newest lines, for readers of this process.</summary>
    public LogRecent Recent { get; } = new();

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

    /// <summary>The source will write no more: later segments need not know it.</summary>
    public async Task End(string source, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        _sources.Remove(source);
        _one.Release();
    }

    /// <summary>False: nothing of it was news.</summary>
    public async Task<bool> Append(IReadOnlyList<LogLine> lines, DateTimeOffset now, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var tries = new Tries($"The log {stream.Path}");
            for (var added = false; ;)
            {
                await Know(cancellation);
                var entries = News(lines, now);
                if (entries.Count == 0)
                {
                    return added;
                }

                // False: another writer was here, or an answer was lost: look, and add what is then still news.
                _known = await Write(entries, now, cancellation);
                added |= _known;
                if (!_known)
                {
                    tries.Again();
                }
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
        var (characters, bytes) = (0, _streamLength);
        foreach (var line in lines)
        {
            if (line.Offset <= _sources.GetValueOrDefault(line.Source))
            {
                continue;
            }

            if (IsFull(_streamLength) && !(line.Essential && _streamLength < options.MaxStreamBytes + Reserve))
            {
                continue;
            }

            var (message, cut) = Cut(line.Message);
            characters += message.Length;
            bytes += AroundText + line.Source.Length + ((long)message.Length * MostEscaped);
            if (entries.Count == MostLines || (characters > MostCharacters && entries.Count > 0))
            {
                break;
            }

            var full = IsFull(bytes) && !IsFull(_streamLength) && !line.Essential;
            entries.Add(new(_nextSeq + entries.Count, now, line.Phase, full ? LogLevel.Warn : line.Level, full ? "The log has reached its size limit; what follows is not kept." : message, line.Source, line.Offset, cut || line.Truncated));
            if (full)
            {
                _streamLength = options.MaxStreamBytes;
                break;
            }
        }

        return entries;
    }

    private bool IsFull(long length) => !stream.IsEndless && length >= options.MaxStreamBytes;

    private async Task<bool> Write(List<LogEntry> entries, DateTimeOffset now, CancellationToken cancellation)
    {
        if (_segmentLength >= options.SegmentBytes || _segmentAppends >= options.SegmentAppends || (_segmentLength > 0 && now - _segmentOpened >= options.SegmentTime))
        {
            (_segmentFirst, _segmentLength, _segmentAppends) = (_nextSeq, 0, 0);
        }

        var bytes = LogSegments.Write(_segmentLength == 0 ? _sources : null, entries);
        if (!await blobs.Append(stream.Segment(_segmentFirst), _segmentLength, bytes, cancellation))
        {
            return false;
        }

        _segmentOpened = _segmentLength == 0 ? now : _segmentOpened;
        foreach (var entry in entries)
        {
            Remember(entry.Source, entry.Offset);
        }

        _nextSeq = entries[^1].Seq + 1;
        _segmentLength += bytes.Length;
        _segmentAppends++;
        _streamLength += bytes.Length;
        Recent.Add(entries);
        return true;
    }

    private void Remember(string source, long offset) => _sources[source] = Math.Max(offset, _sources.GetValueOrDefault(source));

    private async Task Know(CancellationToken cancellation)
    {
        if (_known)
        {
            return;
        }

        _sources.Clear();
        (_nextSeq, _segmentFirst, _segmentLength, _segmentAppends, _streamLength) = (1, 1, 0, 0, 0);
        var segments = new List<BlobEntry>();
        await foreach (var segment in blobs.List(stream.Prefix, cancellation))
        {
            segments.Add(segment);
        }

        // Segments without a first line that says it were written by an earlier release: then those before it are looked at too.
        for (var index = segments.Count - 1; index >= 0 && !await Look(segments[index].Name, isLast: index == segments.Count - 1, cancellation); index--)
        {
            continue;
        }

        _streamLength = segments.Sum(segment => segment.Length);
        _known = true;
    }

    /// <summary>Whether the segment says what was before it.</summary>
    private async Task<bool> Look(string segment, bool isLast, CancellationToken cancellation)
    {
        const int page = 256 << 10;
        var (length, lines, complete) = (0L, 0, false);
        LogMark? first = null, last = null;
        while (true)
        {
            var bytes = await blobs.Read(segment, length, page, cancellation) ?? [];
            var consumed = LogSegments.Scan(bytes, head => complete = All(head), Mark);
            if (consumed == 0)
            {
                break;
            }

            length += consumed;
        }

        if (isLast && first is not null)
        {
            // At least so many appends; counting lines errs on the safe side.
            (_nextSeq, _segmentFirst, _segmentLength, _segmentAppends, _segmentOpened) = (last!.Seq + 1, first.Seq, length, lines, first.Timestamp);
        }

        return complete;

        bool All(LogHead head)
        {
            foreach (var (source, offset) in head.Sources)
            {
                Remember(source, offset);
            }

            return true;
        }

        void Mark(LogMark mark)
        {
            first ??= mark;
            last = mark;
            lines++;
            Remember(mark.Source, mark.Offset);
        }
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
