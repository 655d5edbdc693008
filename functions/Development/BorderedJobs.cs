using ClickDeploy.Jobs;

namespace ClickDeploy.Functions.Development;

internal sealed class BorderedJobs(IJobs inner, Borders borders) : IJobs
{
    public Task Start(JobSpec spec, CancellationToken cancellation) => borders.Around($"start of job {spec.Id}", () => inner.Start(spec, cancellation));

    public Task<JobStatus> Inspect(JobId id, TimeSpan wait, CancellationToken cancellation) => inner.Inspect(id, wait, cancellation);

    public Task<byte[]> ReadOutput(JobId id, long offset, int count, CancellationToken cancellation) => inner.ReadOutput(id, offset, count, cancellation);

    public Task Stop(JobId id, CancellationToken cancellation) => borders.Around($"stop of job {id}", () => inner.Stop(id, cancellation));

    public Task Remove(JobId id, CancellationToken cancellation) => borders.Around($"removal of job {id}", () => inner.Remove(id, cancellation));
}
