using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Jobs;
using ClickDeploy.Logs;
using ClickDeploy.Orchestrations.Saga;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>Starts a job of the build unless it was started, copies its output into the log, and stays with it for some seconds: call it until it has ended.</summary>
public sealed record RunJob(DeploymentRef Deployment, BuildJob Job) : IStep<JobResult>;

/// <param name="Running">It has not ended. Else it was done, or <paramref name="Failure"/> says why not.</param>
public sealed record JobResult(bool Running, Failure? Failure = null);

public sealed class RunJobActivity(DeploymentStore deployments, DeploymentVariables variables, IJobs jobs, BuildJobSpecs specs, CheckoutSize size, JobLog log, TimeProvider time)
{
    // Short enough that an operator sees the operation move, long enough that a build of minutes has a short history.
    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    [Function(nameof(RunJob))]
    public async Task<JobResult> Run([ActivityTrigger] RunJob step, CancellationToken cancellation)
    {
        var id = BuildJobs.IdOf(step.Deployment, step.Job);
        if (await deployments.Find(step.Deployment, cancellation) is not { Config: not null } deployment)
        {
            return new(false, new("deployment_gone", "The deployment's record is gone.", "Deploy again."));
        }

        if (await jobs.Inspect(id, TimeSpan.Zero, cancellation) is JobStatus.Unknown)
        {
            if (await size.Refuses(deployment, step.Job, cancellation) is { } tooLarge)
            {
                return new(false, tooLarge);
            }

            if (step.Job == BuildJob.PreDeploy)
            {
                await deployments.Change(step.Deployment, deployment => (deployment with { Status = DeploymentStatus.Deploying }).Begin(StepName.Deploy, time.GetUtcNow()), cancellation);
            }

            var spec = specs.Of(deployment, step.Job, await variables.Of(deployment, cancellation), await variables.Credential(deployment, cancellation));
            await jobs.Start(spec, cancellation);
        }

        var mask = await variables.Mask(deployment, cancellation);
        var until = time.GetUtcNow() + Stay;
        while (true)
        {
            var status = await jobs.Inspect(id, Look, cancellation);
            var running = status is JobStatus.Running;
            await log.Copy(step.Deployment, step.Job, mask, ended: !running, cancellation);
            if (!running)
            {
                return new(false, mask.Text(JobFailures.Of(status, step.Job, await log.LastOutput(step.Deployment, step.Job, mask, cancellation), deployment)));
            }

            if (time.GetUtcNow() >= until)
            {
                return new(true);
            }
        }
    }
}
