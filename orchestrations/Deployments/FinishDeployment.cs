using ClickDeploy.Alerts;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Logs;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>How the deployment ended, in its record and as the last line of its log.</summary>
public sealed record FinishDeployment(DeploymentRef Deployment, DeploymentStatus Status, Failure? Failure) : IStep;

public sealed class FinishDeploymentActivity(DeploymentStore deployments, ServiceStateStore states, LogStore logs, DeploymentLog log, AlertStore alerts, DeploymentRetention retention, TimeProvider time)
{
    [Function(nameof(FinishDeployment))]
    public async Task Run([ActivityTrigger] FinishDeployment step, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (step.Status == DeploymentStatus.Live)
        {
            var turn = step.Deployment.Id.ToString();
            var state = await states.Change(step.Deployment.Service, state => state.IsTurnOf(turn, toEnd: true) ? state with { Failure = null, Restarts = [] } : null, cancellation);
            if (state.IsTurnOf(turn, toEnd: true))
            {
                await alerts.Close(step.Deployment.Service.OrgId, AlertKind.CrashLoop, step.Deployment.Service.ServiceId.ToString(), cancellation);
            }
        }

        // The line before the status: a reader of the log stops when it sees that the deployment is over.
        var stream = LogStream.Of(step.Deployment);
        var (level, text) = Sentence(step);
        var phase = step.Status == DeploymentStatus.Live ? LogPhase.Health : LogPhase.Deploy;
        if (await deployments.Find(step.Deployment, cancellation) is { } known)
        {
            await log.Say(known, new(phase, level, text, "end", 1), cancellation);
        }

        await deployments.Change(step.Deployment, deployment => Ended(deployment, step, now), cancellation);
        logs.Forget(stream);
        await retention.Prune(step.Deployment.Service, cancellation);
        if (QueuedAlert.IsDue(step.Deployment, now))
        {
            await alerts.Close(step.Deployment.Service.OrgId, AlertKind.DeploymentQueued, step.Deployment.Id.ToString(), cancellation);
        }
    }

    private static Deployment Ended(Deployment deployment, FinishDeployment step, DateTimeOffset now) => step.Status == DeploymentStatus.Live
        ? deployment.Done(StepName.Health, now).End(DeploymentStatus.Live, null, now)
        : deployment.End(step.Status, step.Failure, now);

    private static (LogLevel Level, string Text) Sentence(FinishDeployment step) => step.Status switch
    {
        DeploymentStatus.Live => (LogLevel.Info, "Live"),
        DeploymentStatus.Cancelled => (LogLevel.Warn, "Cancelled"),
        DeploymentStatus.Superseded => (LogLevel.Warn, "Superseded by a newer deployment"),
        _ => (LogLevel.Error, $"Failed: {step.Failure?.Message} {step.Failure?.Fix}"),
    };
}
