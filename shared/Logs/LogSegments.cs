using System.Text.Json;
using ClickDeploy.Core;

namespace ClickDeploy.Logs;

/// <summary>How entries are written into a segment: one JSON object a line.</summary>
internal static class LogSegments
{
    public static byte[] Write(IEnumerable<LogEntry> entries)
    {
        using var buffer = new MemoryStream();
        foreach (var entry in entries)
        {
            JsonSerializer.Serialize(buffer, entry, Json.Options);
            buffer.WriteByte((byte)'\n');
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
            entries.Add(JsonSerializer.Deserialize<LogEntry>(bytes.Slice(consumed, length), Json.Options)!);
            consumed += length + 1;
        }

        return (entries, consumed);
    }
}
