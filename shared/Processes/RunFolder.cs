using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ClickDeploy.Processes;

/// <summary>The folder of one run: who holds what in it, and the only code that reads and writes its files.</summary>
internal sealed class RunFolder(string parent, string id)
{
    private static readonly TimeSpan LongestClaim = TimeSpan.FromSeconds(20);
    private const string StoppedClaim = "stopped";
    private const string FailedClaim = "failed ";

    public string Id => id;

    public string Root { get; } = Path.Combine(parent, id);

    /// <summary>Beside the folders, not in one: its being there means that this id never starts again.</summary>
    public string Tombstone { get; } = Path.Combine(parent, ".removed", id);

    public string Stdout => Path.Combine(Root, "stdout");

    public string Stderr => Path.Combine(Root, "stderr");

    public string Home => Path.Combine(Root, "home");

    public bool IsRemoved => File.Exists(Tombstone);

    public bool IsStopping => File.Exists(StopFile);

    public bool IsStarted => File.Exists(Path.Combine(Root, "started"));

    public bool IsTimedOut => File.Exists(Path.Combine(Root, "timed-out"));

    public bool HasNoCgroup => File.Exists(Path.Combine(Root, "no-cgroup"));

    private string ClaimFile => Path.Combine(Root, "claim");

    private string StopFile => Path.Combine(Root, "stop");

    private string RecordFile => Path.Combine(Root, "run.json");

    private string EndFile => Path.Combine(Root, "end.json");

    public void Create()
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(Root, OwnerOnly);
        Directory.CreateDirectory(Home, OwnerOnly);
    }

    public void Bury()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Tombstone)!);
        File.WriteAllText(Tombstone, "");
    }

    public void MarkStopping() => File.WriteAllText(StopFile, "");

    /// <summary>Who claimed the run; null while nobody has.</summary>
    public RunClaim? Claim()
    {
        // The shell makes the file and then writes it, and on a busy machine there may be seconds between; an empty one that is old lost its content with the machine's power.
        for (var attempt = 0; ; attempt++)
        {
            if (Read(ClaimFile) is not { } text)
                return null;
            if (text.EndsWith('\n') || (attempt >= 100 && TimeProvider.System.GetUtcNow() - ClaimedAt() > LongestClaim))
                return Parse(text.Trim());
            // Real time, not a TimeProvider's: another process is between its open and its write, which takes microseconds.
            Thread.Sleep(1);
        }
    }

    /// <summary>Claims the run so that it never starts. False when somebody else was first.</summary>
    public bool ClaimStopped() => TryClaim(StoppedClaim);

    /// <summary>Claims the run as one that could not start.</summary>
    public bool ClaimFailed(string reason) => TryClaim(FailedClaim + reason.ReplaceLineEndings(" "));

    public DateTimeOffset ClaimedAt() => File.GetLastWriteTimeUtc(ClaimFile);

    /// <summary>Deletes all of it, also while an end or a start that lost is still writing into it.</summary>
    public async Task Delete(TimeProvider time, CancellationToken cancellation)
    {
        for (var attempt = 0; Directory.Exists(Root); attempt++)
        {
            try
            {
                Directory.Delete(Root, recursive: true);
            }
            catch (IOException) when (attempt < 100)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), time, cancellation);
            }
        }
    }

    public int? ExitCode() => int.TryParse(Read(Path.Combine(Root, "exit")), out var code) ? code : null;

    public RunRecord? Record() => ReadJson<RunRecord>(RecordFile);

    public void Write(RunRecord record) => WriteJson(RecordFile, record);

    public void Write(string file, string content) => WriteWhole(Path.Combine(Root, file), content);

    public RunEnd? End() => ReadJson<RunEnd>(EndFile);

    /// <summary>Writes down how it ended, unless another look has: its evidence may be gone by now.</summary>
    public RunEnd Settle(RunEnd end) => TryMake(EndFile, JsonSerializer.Serialize(end, RunRecord.Json)) ? end : End() ?? end;

    private static RunClaim Parse(string text) => text switch
    {
        StoppedClaim => new RunClaim.Stopped(),
        _ when text.StartsWith(FailedClaim, StringComparison.Ordinal) => new RunClaim.Failed(text[FailedClaim.Length..]),
        _ when ProcessIdentity.Parse(text) is { } process => new RunClaim.ByProcess(process),
        _ => new RunClaim.Stopped(),
    };

    private bool TryClaim(string content)
    {
        Create();
        return TryMake(ClaimFile, content + "\n");
    }

    // The whole file at once, and only if there is none: link(2) does both.
    private static bool TryMake(string path, string content)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllText(draft, content);
        try
        {
            if (Libc.Link(CText(draft), CText(path)) == 0)
                return true;
            var error = Marshal.GetLastPInvokeError();
            return error == Libc.FileExists ? false : throw new IOException($"{path} could not be made: {Marshal.GetPInvokeErrorMessage(error)}.");
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static byte[] CText(string path) => [.. Encoding.UTF8.GetBytes(path), 0];

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static T? ReadJson<T>(string path)
        where T : class
    {
        try
        {
            return Read(path) is { } text ? JsonSerializer.Deserialize<T>(text, RunRecord.Json) : null;
        }
        catch (JsonException)
        {
            // Cut short by a loss of power: as if it had never been written.
            return null;
        }
    }

    private static void WriteJson<T>(string path, T value) => WriteWhole(path, JsonSerializer.Serialize(value, RunRecord.Json));

    private static void WriteWhole(string path, string content)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllText(draft, content);
        File.Move(draft, path, overwrite: true);
    }
}
