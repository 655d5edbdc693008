using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ClickDeploy.Processes;

/// <summary>Reads what a run wrote, and gives back the disk space of what is not kept: offsets stay as they were, the file gets a hole.</summary>
internal static class OutputFile
{
    private const int MaxLineBytes = 8 << 10;
    private const int AverageLineBytes = 256;
    private const int MaxTailBytes = 8 << 20;

    /// <summary>A page of the first <paramref name="limit"/> bytes; when the file has more, a line that says so comes after them.</summary>
    public static byte[] ReadHead(string path, long offset, int count, long limit)
    {
        using var file = TryOpen(path, FileAccess.Read);
        if (file is null || count <= 0)
            return [];
        var length = RandomAccess.GetLength(file);
        var kept = Read(file, offset, (int)Math.Clamp(Math.Min(length, limit) - offset, 0, count));
        if (length <= limit)
            return kept;
        var note = Encoding.UTF8.GetBytes($"\n[output beyond {limit} bytes was not kept]\n");
        return [.. kept, .. note.Skip((int)Math.Clamp(offset - limit, 0, note.Length)).Take(count - kept.Length)];
    }

    /// <summary>The last <paramref name="lines"/> lines, oldest first, each cut at 8 KiB.</summary>
    public static IReadOnlyList<string> Tail(string path, int lines)
    {
        using var file = TryOpen(path, FileAccess.Read);
        if (file is null || lines <= 0)
            return [];
        var length = RandomAccess.GetLength(file);
        var most = Math.Min(length, MaxTailBytes);
        for (var size = (long)lines * AverageLineBytes; ; size *= 4)
        {
            var window = (int)Math.Min(size, most);
            var found = Lines(Read(file, length - window, window), isWhole: window == length);
            if (found.Count >= lines || window == most)
                return [.. found.TakeLast(lines)];
        }
    }

    /// <summary>How much was written; 0 when nothing is there.</summary>
    public static long Length(string path) => new FileInfo(path) is { Exists: true, Length: var length } ? length : 0;

    /// <summary>Frees what <see cref="OutputPlan"/> does not keep.</summary>
    public static void Trim(string path, OutputKeep keep, long bytes)
    {
        using var file = TryOpen(path, FileAccess.Write);
        if (file is null || RandomAccess.GetLength(file) is var length && length <= bytes)
            return;
        // A file system without holes keeps it all; that is no error of the run's.
        _ = Libc.Fallocate(file, Libc.PunchHoleKeepSize, keep == OutputKeep.Head ? bytes : 0, length - bytes);
    }

    private static List<string> Lines(byte[] content, bool isWhole)
    {
        // Zeros are a hole. The first line of a window, and the first behind a hole, is a part of one.
        var rest = content.AsSpan().TrimStart((byte)0);
        if (!isWhole || rest.Length < content.Length)
            rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
        if (rest.EndsWith("\n"u8))
            rest = rest[..^1];
        var lines = new List<string>();
        if (rest.Length == 0)
            return lines;
        foreach (var range in rest.Split((byte)'\n'))
            lines.Add(Encoding.UTF8.GetString(Cut(rest[range])).TrimEnd('\r'));
        return lines;
    }

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> line)
    {
        if (line.Length <= MaxLineBytes)
            return line;
        var end = MaxLineBytes;
        // Not within a character: its later bytes start with the bits 10.
        while (end > MaxLineBytes - 4 && (line[end] & 0xC0) == 0x80)
            end--;
        return line[..end];
    }

    private static byte[] Read(SafeFileHandle file, long offset, int count)
    {
        var buffer = new byte[count];
        var filled = 0;
        while (filled < count && RandomAccess.Read(file, buffer.AsSpan(filled), offset + filled) is > 0 and var read)
            filled += read;
        return filled == count ? buffer : buffer[..filled];
    }

    private static SafeFileHandle? TryOpen(string path, FileAccess access)
    {
        try
        {
            // .NET would refuse to open what another process has opened for writing, were it not shared.
            return File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
