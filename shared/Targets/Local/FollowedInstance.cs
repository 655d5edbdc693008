using ClickDeploy.Core;
using ClickDeploy.Processes;

namespace ClickDeploy.Targets.Local;

/// <summary>The two output files of an instance that is followed.</summary>
internal sealed class FollowedInstance : IDisposable
{
    private readonly RunFolder _folder;
    private readonly FollowedFile[] _files;

    public FollowedInstance(InstanceId id, string log, RunFolder folder, long mostWaiting, IOutputSink sink, TimeProvider time)
    {
        (Id, _folder) = (id, folder);
        _files =
        [
            new(folder.Stdout, new(id, OutputStream.Stdout, log), mostWaiting, sink, time),
            new(folder.Stderr, new(id, OutputStream.Stderr, log), mostWaiting, sink, time),
        ];
    }

    public InstanceId Id { get; }

    /// <summary>The reading that goes on, or went on last.</summary>
    public Task Reading { get; set; } = Task.CompletedTask;

    /// <summary>Another process of the platform has removed it. Its open files can still be read.</summary>
    public bool IsGone => _folder.IsRemoved && !Directory.Exists(_folder.Root);

    /// <summary>Something was written, or what has no line feed has waited long enough for one.</summary>
    public bool HasNews => _files[0].HasNews | _files[1].HasNews;

    /// <summary>Something was written a moment ago.</summary>
    public bool IsGrowing => _files[0].IsGrowing || _files[1].IsGrowing;

    public async Task Read(bool atEnd, CancellationToken cancellation)
    {
        foreach (var file in _files)
            await file.Read(atEnd, cancellation);
    }

    public async Task End(CancellationToken cancellation)
    {
        foreach (var file in _files)
            await file.End(cancellation);
        Dispose();
    }

    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }
}
