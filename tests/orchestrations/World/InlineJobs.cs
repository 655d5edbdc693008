using System.Collections.Concurrent;
using System.Diagnostics;
using ClickDeploy.Jobs;

namespace ClickDeploy.Tests.Orchestrations.World;

/// <summary>Jobs that are over when they have started: the commands are real, their processes are waited for on the spot.</summary>
internal sealed class InlineJobs : IJobs
{
    // As a real one does, so that nobody asks without end.
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);
    private readonly ConcurrentDictionary<JobId, Ran> _ran = new();
    private readonly ConcurrentDictionary<JobId, bool> _forbidden = new();

    /// <summary>While it is set, jobs that were started seem to run on.</summary>
    public bool Held { get; set; }

    /// <summary>Stands before every removal, in the step that asks for it.</summary>
    public Gate? BeforeRemove { get; set; }

    /// <summary>Jobs that are known, ended or not.</summary>
    public IEnumerable<JobId> Known => _ran.Keys;

    /// <summary>What was started, by id, removed or not.</summary>
    public ConcurrentDictionary<JobId, JobSpec> Started { get; } = new();

    public async Task Start(JobSpec spec, CancellationToken cancellation = default)
    {
        if (_forbidden.ContainsKey(spec.Id) || _ran.ContainsKey(spec.Id))
        {
            return;
        }

        Started[spec.Id] = spec;
        var start = new ProcessStartInfo(spec.Command[0], spec.Command.Skip(1)) { WorkingDirectory = spec.WorkingDirectory, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in spec.Environment)
        {
            start.Environment[name] = value.Reveal();
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellation) + await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        _ran.TryAdd(spec.Id, new(process.ExitCode, System.Text.Encoding.UTF8.GetBytes(output)));
        if (_forbidden.ContainsKey(spec.Id))
        {
            // It was removed while it ran.
            _ran.TryRemove(spec.Id, out _);
        }
    }

    public async Task<JobStatus> Inspect(JobId id, TimeSpan wait, CancellationToken cancellation = default)
    {
        if (Held && wait > TimeSpan.Zero)
        {
            await Task.Delay(Beat, cancellation);
        }

        return _ran.TryGetValue(id, out var ran) ? Held ? new JobStatus.Running() : new JobStatus.Exited(ran.Code)
            : _forbidden.ContainsKey(id) ? new JobStatus.Killed("It was stopped before it started.") : new JobStatus.Unknown();
    }

    public Task<byte[]> ReadOutput(JobId id, long offset, int count, CancellationToken cancellation = default) =>
        Task.FromResult(_ran.TryGetValue(id, out var ran) ? ran.Output.Skip((int)offset).Take(count).ToArray() : []);

    public Task Stop(JobId id, CancellationToken cancellation = default)
    {
        _forbidden[id] = true;
        return Task.CompletedTask;
    }

    public async Task Remove(JobId id, CancellationToken cancellation = default)
    {
        await (BeforeRemove?.Pass() ?? Task.CompletedTask);
        _ran.TryRemove(id, out _);
        await Stop(id, cancellation);
    }

    private sealed record Ran(int Code, byte[] Output);
}
