namespace ClickDeploy.Backups;

/// <summary>The file that says that a restore into a data folder has not ended. While it is there the platform does not start.</summary>
public sealed class UnfinishedRestore(string data)
{
    private readonly string _path = Path.Combine(data, DataFolder.Unfinished);

    /// <summary>Why the platform must not start on this folder; null: it may.</summary>
    public string? Sentence => File.Exists(_path)
        ? $"DATA_DIR is '{data}', and a restore into it has not ended: run './ops restore' with the same file again, or delete the folder."
        : null;

    internal bool IsThere => File.Exists(_path);

    internal void Begin()
    {
        using var file = new FileStream(_path, FileMode.Create, FileAccess.Write);
        file.Write("A restore into this folder has begun and not ended. The platform does not start with it.\n"u8);
        file.Flush(flushToDisk: true);
    }

    internal void End() => File.Delete(_path);
}
