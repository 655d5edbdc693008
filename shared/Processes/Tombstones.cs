namespace ClickDeploy.Processes;

/// <summary>Empty files in <c>.removed</c>: the ids that never start again. Kept for longer than any start can be on its way.</summary>
internal sealed class Tombstones(string parent, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);
    private long _swept;

    public void Bury(RunFolder folder)
    {
        folder.Bury();
        Sweep();
    }

    private void Sweep()
    {
        var now = time.GetUtcNow();
        var last = Interlocked.Read(ref _swept);
        if (now.UtcTicks - last < Pause.Ticks || Interlocked.CompareExchange(ref _swept, now.UtcTicks, last) != last)
            return;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(parent, ".removed")))
        {
            if (File.GetLastWriteTimeUtc(file) < now.UtcDateTime - Kept)
                File.Delete(file);
        }
    }
}
