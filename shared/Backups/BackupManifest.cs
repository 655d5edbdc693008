namespace ClickDeploy.Backups;

/// <summary>The first thing in a backup.</summary>
/// <param name="Format">1. A newer one is refused.</param>
/// <param name="KeyIsElsewhere">ENCRYPTION_KEY was set: the key that opens variables and tokens is not in the backup.</param>
public sealed record BackupManifest(int Format, DateTimeOffset CreatedAt, bool KeyIsElsewhere)
{
    public const int Known = 1;
}

/// <summary>The last thing in a backup: without it the backup is not whole.</summary>
/// <param name="Gone">Folders that were deleted while they were read: what is there of them is not restored.</param>
/// <param name="Unread">Files that could not be read, with the reason.</param>
public sealed record BackupEnd(long Rows, long Blobs, long Files, IReadOnlyList<string> Gone, IReadOnlyList<string> Unread);

/// <summary>What a backup holds.</summary>
public sealed record BackupSummary(BackupManifest Manifest, BackupEnd End);
