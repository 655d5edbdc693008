using System.Text.Json;
using ClickDeploy.Core;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Clients.Caddy;

/// <summary>
/// Counts what Caddy's access log got since the last question. Nothing is kept of a line; Caddy renames a full file and begins another. What is
/// written while the platform does not run is not counted, nor the middle of more than one file between two questions.
/// </summary>
public sealed class AccessLog(IOptions<CaddyOptions> options, TimeProvider time) : IDisposable
{
    // A line has a host (its route is the name of a folder) and three numbers.
    private const int LongestLine = 1 << 16;
    private readonly string _path = options.Value.AccessLogFile;
    private readonly Lock _gate = new();
    private readonly byte[] _buffer = new byte[LongestLine];
    private FileStream? _file;
    private long _asked;
    private bool _began;

    /// <summary>What <paramref name="hosts"/> were asked since the question before; null: that is not known, as at the first one.</summary>
    public AccessCounts? Read(IReadOnlyCollection<string> hosts)
    {
        lock (_gate)
        {
            try
            {
                return Count(hosts);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                Close();
                _began = false;
                return null;
            }
        }
    }

    public void Dispose() => Close();

    private AccessCounts? Count(IReadOnlyCollection<string> hosts)
    {
        var (before, first) = (_asked, !_began);
        (_asked, _began) = (time.GetTimestamp(), true);
        if (first)
        {
            // From here on; what is there was asked at times that nobody knows any more.
            Open()?.Seek(0, SeekOrigin.End);
            return null;
        }

        var counts = new Dictionary<string, HostCounts>(StringComparer.Ordinal);
        var wanted = hosts.ToHashSet(StringComparer.Ordinal);
        for (var rolled = true; rolled && Open() is { } file;)
        {
            // Looked at before the rest is read: what comes after a roll is in another file.
            rolled = IsRolled(file);
            CountRest(file, wanted, counts);
            if (rolled)
                Close();
        }

        return new(time.GetElapsedTime(before, _asked), counts);
    }

    private FileStream? Open()
    {
        try
        {
            return _file ??= new(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            // Caddy makes it with the first request.
            return null;
        }
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    // The file that we hold has another name by now, or none. Only its name is compared: its folder may be reached through links.
    private bool IsRolled(FileStream file) => Path.GetFileName(new FileInfo($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}").LinkTarget) != Path.GetFileName(_path);

    private void CountRest(FileStream file, HashSet<string> wanted, Dictionary<string, HostCounts> counts)
    {
        for (int filled = 0, read; (read = file.Read(_buffer, filled, LongestLine - filled)) > 0;)
        {
            filled += read;
            var rest = CountLines(_buffer.AsSpan(0, filled), wanted, counts);
            // A line that does not end is no line of Caddy's.
            filled = rest.Length == LongestLine ? 0 : rest.Length;
            rest[..filled].CopyTo(_buffer);
            if (file.Position == file.Length)
            {
                // Half a line is read again when it is whole.
                file.Seek(-filled, SeekOrigin.Current);
                return;
            }
        }
    }

    private static ReadOnlySpan<byte> CountLines(ReadOnlySpan<byte> bytes, HashSet<string> wanted, Dictionary<string, HostCounts> counts)
    {
        for (int end; (end = bytes.IndexOf((byte)'\n')) >= 0; bytes = bytes[(end + 1)..])
        {
            if (Parse(bytes[..end]) is { Request.Host: { } named } line && Host(named) is var host && wanted.Contains(host))
            {
                if (!counts.TryGetValue(host, out var count))
                    counts[host] = count = new();
                count.Add(line.Status, line.Duration, line.Size);
            }
        }

        return bytes;
    }

    private static Line? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<Line>(line, Json.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Host(string named) => named.IndexOf(':') is var colon and >= 0 ? named[..colon] : named;

    private sealed record Line(Asked? Request, double Duration, long Size, int Status);

    private sealed record Asked(string? Host);
}
