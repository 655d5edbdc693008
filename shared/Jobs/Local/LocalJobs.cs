using ClickDeploy.Processes;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Jobs.Local;

/// <summary>Jobs as processes of this machine, each in <c>{data}/jobs/{id}</c>.</summary>
internal sealed class LocalJobs(IOptions<LocalJobsOptions> options, CgroupHost cgroups, TimeProvider time) : IJobs
{
    private readonly LocalJobsOptions _options = options.Value;
    private readonly Runs _runs = new(Path.Combine(options.Value.DataDir, "jobs"), cgroups, time);

    public Task Start(JobSpec spec, CancellationToken cancellation) => _runs.Start(Plan(spec), cancellation);

    public async Task<JobStatus> Inspect(JobId id, TimeSpan wait, CancellationToken cancellation) =>
        await _runs.Wait(id.Value, wait, cancellation) switch
        {
            RunState.Running => new JobStatus.Running(),
            RunState.Ended { End: RunEnd.Exited exited } => new JobStatus.Exited(exited.Code),
            RunState.Ended { End: RunEnd.TimedOut } => new JobStatus.TimedOut(),
            RunState.Ended { End: RunEnd.Killed killed } => new JobStatus.Killed(killed.Reason),
            RunState.Ended { End: RunEnd.NotStarted not } => new JobStatus.NotStarted(not.Reason),
            _ => new JobStatus.Unknown(),
        };

    public Task<byte[]> ReadOutput(JobId id, long offset, int count, CancellationToken cancellation)
    {
        var folder = _runs.Folder(id.Value);
        var limit = folder.Record()?.Output.Bytes ?? long.MaxValue;
        return Task.FromResult(OutputFile.ReadHead(folder.Stdout, offset, count, limit));
    }

    public Task Stop(JobId id, CancellationToken cancellation) => _runs.Forbid(id.Value, cancellation);

    public Task Remove(JobId id, CancellationToken cancellation) => _runs.Remove(id.Value, cancellation);

    private RunPlan Plan(JobSpec spec) => new()
    {
        Id = spec.Id.Value,
        Command = spec.Command,
        WorkingDirectory = spec.WorkingDirectory,
        Environment = spec.Environment,
        Input = spec.Input,
        Output = new OutputPlan(OutputKeep.Head, spec.MaxOutputBytes, Merged: true),
        OpenFiles = _options.OpenFiles,
        FileBytes = spec.MaxFileBytes,
        Timeout = spec.Timeout,
        Limits = spec.Limits is { } limits ? new RunLimits(limits.Cpus, limits.MemoryBytes, limits.Processes) : null,
    };
}
