using System.Text.Json;
using ClickDeploy.Core;

namespace ClickDeploy.Logs;

/// <summary>
/// How entries are written into a segment: one JSON object a line. The first line of a segment says how far each source was read when it was
/// opened, so that a stream is known by its last segment alone.
/// </summary>
internal static class LogSegments
{
    private static ReadOnlySpan<byte> HeadStart => "{\"sources\":"u8;

    /// <param name="sources">For a new segment; null: it goes on.</param>
    public static byte[] Write(IReadOnlyDictionary<string, long>? sources, IEnumerable<LogEntry> entries)
    {
        using var buffer = new MemoryStream();
        if (sources is not null)
        {
            Add(buffer, new LogHead(sources));
        }

        foreach (var entry in entries)
        {
            Add(buffer, entry);
        }

        return buffer.ToArray();
    }

    /// <summary>The whole lines of <paramref name="bytes"/> and how many bytes they are: a reader may see the first part of an append.</summary>
    public static (List<LogEntry> Entries, int Consumed) Read(ReadOnlySpan<byte> bytes)
    {
        var entries = new List<LogEntry>();
        var consumed = 0;
        while (bytes[consumed..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            var line = bytes.Slice(consumed, length);
            consumed += length + 1;
            if (!line.StartsWith(HeadStart))
            {
                entries.Add(JsonSerializer.Deserialize<LogEntry>(line, Json.Options)!);
            }
        }

        return (entries, consumed);
    }

    /// <summary>As <see cref="Read"/>, but only what a writer must know, without the text.</summary>
    public static int Scan(ReadOnlySpan<byte> bytes, Action<LogHead> head, Action<LogMark> mark)
    {
        var consumed = 0;
        while (bytes[consumed..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            var line = bytes.Slice(consumed, length);
            consumed += length + 1;
            if (line.StartsWith(HeadStart))
            {
                head(JsonSerializer.Deserialize<LogHead>(line, Json.Options)!);
            }
            else
            {
                mark(JsonSerializer.Deserialize<LogMark>(line, Json.Options)!);
            }
        }

        return consumed;
    }

    private static void Add<T>(MemoryStream buffer, T line)
    {
        JsonSerializer.Serialize(buffer, line, Json.Options);
        buffer.WriteByte((byte)'\n');
    }
}

/// <summary>The first line of a segment.</summary>
internal sealed record LogHead(IReadOnlyDictionary<string, long> Sources);

/// <summary>An entry without its text.</summary>
internal sealed record LogMark(long Seq, DateTimeOffset Timestamp, string Source, long Offset);
