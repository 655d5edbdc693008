using System.Formats.Tar;
using ClickDeploy.Storage;

namespace ClickDeploy.Backups;

/// <summary>Takes the parts of a backup as they come: the beginning, then rows, blobs and files in any order, then the end.</summary>
internal interface IBackupTaker
{
    Task Begin(BackupManifest manifest, CancellationToken cancellation) => Task.CompletedTask;

    Task Rows(IReadOnlyList<StoredRow> rows, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Its parts follow.</summary>
    Task Blob(StoredBlob blob, CancellationToken cancellation) => Task.CompletedTask;

    Task Part(StoredBlob blob, long offset, byte[] content, CancellationToken cancellation) => Task.CompletedTask;

    /// <param name="path">Relative to the data folder, and within it.</param>
    Task File(string path, TarEntry entry, CancellationToken cancellation) => Task.CompletedTask;

    Task End(BackupEnd end, CancellationToken cancellation) => Task.CompletedTask;
}
