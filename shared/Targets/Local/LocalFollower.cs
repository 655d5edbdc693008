using System.Collections.Concurrent;
using ClickDeploy.Core;
using ClickDeploy.Processes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Targets.Local;

/// <summary>
/// Follows what all instances of this machine write, and hands it to the sink. What is kept is known to the sink alone, so that this may end
/// and begin anywhere. A file that grows is looked at often, the others seldom: a look is one fstat.
/// </summary>
internal sealed partial class LocalFollower(IOptions<LocalTargetOptions> options, TimeProvider time, ILogger<LocalFollower> logger, IOutputSink? sink) : BackgroundService
{
    /// <summary>The label of run.json that names the log.</summary>
    public const string LogLabel = "log";

    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Seldom = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Scan = TimeSpan.FromSeconds(10);
    private readonly string _parent = Path.Combine(options.Value.DataDir, "instances");
    private readonly ConcurrentDictionary<InstanceId, FollowedInstance> _followed = new();
    private volatile TaskCompletionSource _watched = new();

    /// <summary>An instance was started: it is followed from now on, if its output is to be kept.</summary>
    public void Watch(InstanceId id)
    {
        if (sink is not null && !_followed.ContainsKey(id) && new RunFolder(_parent, id.ToString()) is { IsRemoved: false } folder
            && folder.Record()?.Labels.GetValueOrDefault(LogLabel) is { } log
            && _followed.TryAdd(id, new FollowedInstance(id, log, folder, (long)options.Value.OutputMebibytes << 20, sink, time)))
            _watched.TrySetResult();
    }

    /// <summary>Returns when all that the instance has written so far is kept. <paramref name="atEnd"/>: it writes no more.</summary>
    public Task Drain(InstanceId id, bool atEnd, CancellationToken cancellation)
    {
        Watch(id);
        return _followed.TryGetValue(id, out var instance) ? instance.Read(atEnd, cancellation) : Task.CompletedTask;
    }

    /// <summary>The instance's files are gone.</summary>
    public async Task Forget(InstanceId id, CancellationToken cancellation)
    {
        if (_followed.TryRemove(id, out var instance))
            await instance.End(cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (sink is null)
            return;
        // The host goes on with its start meanwhile.
        await Task.Yield();
        long? scanned = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            var watched = _watched = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (scanned is not { } before || _followed.IsEmpty || time.GetElapsedTime(before) >= Scan)
            {
                scanned = time.GetTimestamp();
                await Find(stoppingToken);
            }
            var growing = false;
            foreach (var (_, instance) in _followed)
                growing |= Look(instance, stoppingToken);
            // With none to look at it sleeps until there is one.
            await (_followed.IsEmpty ? watched.Task.WaitAsync(Scan, time, stoppingToken) : Task.Delay(growing ? Often : Seldom, time, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(_followed.Values.Select(instance => instance.Reading));
        foreach (var instance in _followed.Values)
            instance.Dispose();
    }

    // Another process of the platform may have started or removed some.
    private async Task Find(CancellationToken cancellation)
    {
        try
        {
            if (Directory.Exists(_parent))
            {
                foreach (var name in Directory.EnumerateDirectories(_parent).Select(Path.GetFileName))
                {
                    if (Guid.TryParseExact(name, "D", out var id))
                        Watch(new InstanceId(id));
                }
            }
            foreach (var (id, instance) in _followed)
            {
                if (instance.IsGone)
                {
                    await instance.Read(atEnd: true, cancellation);
                    await Forget(id, cancellation);
                }
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotFound(failure, _parent);
        }
    }

    private bool Look(FollowedInstance instance, CancellationToken cancellation)
    {
        if (instance is { Reading.IsCompleted: true, HasNews: true })
            instance.Reading = Read(instance, cancellation);
        return instance.IsGrowing;
    }

    private async Task Read(FollowedInstance instance, CancellationToken cancellation)
    {
        try
        {
            await instance.Read(atEnd: false, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The platform stops.
        }
        catch (Exception failure)
        {
            // What was not kept is still in the file: it is read again.
            LogNotKept(failure, instance.Id);
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
