using ClickDeploy.Clients.Git;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Saga;
using Microsoft.DurableTask;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>A deployment that has its turn, from the first step to the end of what it replaced. A step answers an outcome when the deployment is over, else null.</summary>
internal sealed class DeploymentRun(TaskOrchestrationContext context, Saga.Saga saga, DeployServiceInput input, Task cancelled)
{
    private readonly DeploymentRef _deployment = input.Deployment;

    // Chosen first: every step below may run twice.
    private readonly Guid _instance = context.NewGuid();

    public async Task<DeploymentOutcome> Run()
    {
        var outcome = await TakeOver();
        if (outcome != DeploymentOutcome.Live)
        {
            context.SetCustomStatus("Undoes what it did");
            await saga.Unwind();
        }

        return outcome;
    }

    private async Task<DeploymentOutcome> TakeOver()
    {
        Begun begun;
        context.SetCustomStatus("Begins");
        try
        {
            begun = await saga.Do(new BeginDeployment(_deployment));
            if (begun.Refused is { } refused)
            {
                return DeploymentOutcome.Failed(refused);
            }

            if (await (input.Rollback is null ? ProvisionAndBuild() : Provision()) is { } over)
            {
                return over;
            }

            if (begun.PreDeploys && await PreDeploy() is { } unready)
            {
                return unready;
            }

            if (await StartAndCheck(begun) is { } failed)
            {
                return failed;
            }
        }
        catch (TaskFailedException failure)
        {
            // Its retries are used up.
            return cancelled.IsCompleted ? DeploymentOutcome.Cancelled : DeploymentOutcome.Failed(Outage(failure));
        }

        await Replace(begun.Previous, begun);
        return DeploymentOutcome.Live;
    }

    private async Task<DeploymentOutcome?> ProvisionAndBuild()
    {
        var provision = saga.Do(new ReserveHost(_deployment));
        var built = await Build();
        await provision;
        return built ?? (cancelled.IsCompleted ? DeploymentOutcome.Cancelled : null);
    }

    // A rollback has its release.
    private async Task<DeploymentOutcome?> Provision()
    {
        await saga.Do(new ReserveHost(_deployment));
        return cancelled.IsCompleted ? DeploymentOutcome.Cancelled : null;
    }

    private async Task<DeploymentOutcome?> Build()
    {
        context.SetCustomStatus("Fetches the source");
        await saga.Do(new PrepareSource(_deployment), undo: new RemoveBuild(_deployment));
        var (fetched, checkout) = (await Job(BuildJob.Fetch), BuildJob.Checkout);
        if (fetched?.Failure?.Code == GitFailure.CommitNotOffered)
        {
            (fetched, checkout) = (await Job(BuildJob.FetchAll), BuildJob.CheckoutCommit);
        }

        if ((fetched ?? await Job(checkout)) is { } noSource)
        {
            return noSource;
        }

        context.SetCustomStatus("Builds");
        var detected = await saga.Do(new DetectPlan(_deployment));
        if (detected.Failure is { } undetected)
        {
            return DeploymentOutcome.Failed(undetected);
        }

        if (detected.Installs && await Job(BuildJob.Install) is { } notInstalled)
        {
            return notInstalled;
        }

        if (detected.Builds && await Job(BuildJob.Build) is { } notBuilt)
        {
            return notBuilt;
        }

        await saga.Do(new KeepRelease(_deployment), undo: new RemoveRelease(_deployment));
        return null;
    }

    private async Task<DeploymentOutcome?> PreDeploy()
    {
        context.SetCustomStatus("Runs the pre-deploy command");
        if (await Job(BuildJob.PreDeploy, undo: new RemovePreDeploy(_deployment)) is { } failed)
        {
            return failed;
        }

        await saga.Do(new RemovePreDeploy(_deployment));
        return null;
    }

    private async Task<DeploymentOutcome?> Job(BuildJob job, IStep? undo = null)
    {
        for (; ; undo = null)
        {
            if (cancelled.IsCompleted)
            {
                return DeploymentOutcome.Cancelled;
            }

            var run = saga.Do(new RunJob(_deployment, job), undo);
            if (await Task.WhenAny(run, cancelled) == cancelled)
            {
                // Ends the processes now; the activity that watches them then ends by itself.
                await saga.Must(new StopJobs(_deployment));
            }

            var result = await run;
            if (!result.Running)
            {
                return cancelled.IsCompleted ? DeploymentOutcome.Cancelled
                    : result.Failure is { } failure ? DeploymentOutcome.Failed(failure) : null;
            }
        }
    }

    private async Task<DeploymentOutcome?> StartAndCheck(Begun begun)
    {
        context.SetCustomStatus("Starts the new instance");
        var started = await saga.Do(new StartInstance(_deployment, _instance, Turn: context.InstanceId), undo: new RemoveInstance(_instance));
        if (started.Failure is { } refused)
        {
            return DeploymentOutcome.Failed(refused);
        }

        if (await Healthy(begun.HealthSeconds) is { } sick)
        {
            return sick;
        }

        await saga.Do(new SwitchTraffic(_deployment, _instance, started.Address, context.InstanceId), undo: new RestoreTraffic(_deployment.Service, _instance, begun.Previous, context.InstanceId));
        return null;
    }

    private async Task<DeploymentOutcome?> Healthy(double seconds)
    {
        context.SetCustomStatus("Checks its health");
        var deadline = context.CurrentUtcDateTime.AddSeconds(seconds);
        for (var slice = CheckHealth.AtFirst; ; slice = 0)
        {
            var check = saga.Do(new CheckHealth(_deployment, _instance, slice));
            if (await Task.WhenAny(check, cancelled) == cancelled)
            {
                return DeploymentOutcome.Cancelled;
            }

            var seen = await check;
            if (seen.Healthy)
            {
                return null;
            }

            var failure = seen.Failure ?? (context.CurrentUtcDateTime < deadline ? null : NeverHealthy(seconds, seen.Seen));
            if (failure is not null)
            {
                await saga.Do(new KeepEvidence(_deployment, _instance));
                return DeploymentOutcome.Failed(failure);
            }

            using var pause = new CancellationTokenSource();
            await Task.WhenAny(context.CreateTimer(CheckHealth.Pause, pause.Token), cancelled);
            pause.Cancel();
        }
    }

    // Past the point of no return: the new instance has the traffic, and the deployment is live whatever becomes of the old one.
    private async Task Replace(Serving previous, Begun begun)
    {
        saga.Commit();
        context.SetCustomStatus(previous.Instance is null ? "Live" : "Live; the old instance drains");
        await saga.Must(new FinishDeployment(_deployment, DeploymentStatus.Live, null));
        if (previous.Instance is { } old)
        {
            await context.CreateTimer(TimeSpan.FromSeconds(previous.Desired ? begun.DrainSeconds : 0), CancellationToken.None);
            await saga.Must(new RemoveInstance(old, begun.GraceSeconds));
        }

        await saga.Must(new PruneReleases(_deployment.Service, context.InstanceId));
    }

    private static Failure NeverHealthy(double seconds, string? seen) => new("never_healthy",
        $"The new instance was not healthy within {seconds:0} s. {seen}",
        "The application must listen on the port in the variable PORT, at 127.0.0.1 or all addresses, and answer the health check.");

    private static Failure Outage(TaskFailedException failure) => new("platform_outage",
        $"The step {failure.TaskName} failed again and again: {failure.FailureDetails.ErrorMessage}",
        "This is the platform's fault. Deploy again; if it stays, show the operator this deployment's operation.");
}
