using ClickDeploy.Alerts;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Health;
using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Orchestrations.Routes;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using ClickDeploy.Targets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>Counts a restart, or ends a crash loop. <paramref name="Now"/> is the orchestration's time, so that a repeat counts once. <paramref name="Sick"/>: it runs and does not answer, and may have recovered.</summary>
/// <param name="Turn">The operation that has it.</param>
public sealed record DecideRestart(ServiceRef Service, Guid Dead, DateTime Now, bool Sick = false, string? Turn = null) : IStep<RestartDecision>;

/// <param name="Deployment">What is to be started again; null: nothing.</param>
/// <param name="NextTry">When it does not become healthy.</param>
public sealed record RestartDecision(DeploymentRef? Deployment, Serving? Previous, TimeSpan NextTry, double HealthSeconds);

public sealed class DecideRestartActivity(
    ServiceStateStore states,
    DeploymentStore deployments,
    EvidenceStore evidence,
    DeploymentVariables variables,
    ServiceRoute route,
    ITarget target,
    HealthProbe probe,
    AlertStore alerts,
    TimeProvider time,
    IOptions<DeploymentOptions> options)
{
    private const int Lines = 200;

    [Function(nameof(DecideRestart))]
    public async Task<RestartDecision> Run([ActivityTrigger] DecideRestart step, CancellationToken cancellation)
    {
        var now = new DateTimeOffset(DateTime.SpecifyKind(step.Now, DateTimeKind.Utc));
        var before = await states.Find(step.Service, cancellation);
        var current = before.Current is { } id ? (await deployments.Find(step.Service.OrgId, id, cancellation))?.Value : null;
        if (step.Sick && await Answers(step.Dead, current, cancellation))
        {
            return Nothing;
        }

        if (current is not null && Count(before, step.Dead, now) is { Desired: false })
        {
            // First: whoever sees that it was given up sees why.
            await KeepLastLines(current, step.Dead, cancellation);
        }

        var state = await states.Change(step.Service, state => Count(state.InTurnOf(step.Turn), step.Dead, now), cancellation);
        if (state.Instance?.Value != step.Dead || current is null)
        {
            return Nothing;
        }

        if (!state.Desired)
        {
            await GiveUp(step, state, current, now, cancellation);
            return Nothing;
        }

        return new(current.Ref, Serving.Of(state), CrashLoop.Pause(state.Restarts), options.Value.HealthTimeoutSeconds);
    }

    private static RestartDecision Nothing { get; } = new(null, null, TimeSpan.Zero, 0);

    private static ServiceState? Count(ServiceState state, Guid dead, DateTimeOffset now)
    {
        if (state.Instance?.Value != dead || !state.Desired || state.Restarts.Contains(now))
        {
            return null;
        }

        var recent = CrashLoop.Recent(state.Restarts, now);
        return CrashLoop.IsReached(recent)
            ? state with { Desired = false, Failure = CrashLoop.Failure, Restarts = recent }
            : state with { Restarts = [.. recent, now] };
    }

    private async Task<bool> Answers(Guid instance, Deployment? deployment, CancellationToken cancellation) =>
        await target.Inspect(new InstanceId(instance), cancellation) is InstanceStatus.Running { Address: { } address }
        && (await probe.Probe(address, deployment?.Config?.HealthCheckPath, cancellation)).Healthy;

    private async Task KeepLastLines(Deployment deployment, Guid dead, CancellationToken cancellation)
    {
        var lines = await target.Tail(new InstanceId(dead), Lines, cancellation);
        if (lines.Count > 0)
        {
            var mask = await variables.Mask(deployment, cancellation);
            await evidence.Put(deployment.Ref, mask.Text(new DeploymentEvidence(null, lines, time.GetUtcNow())), cancellation);
            await deployments.Change(deployment.Ref, deployment => deployment with { HasEvidence = true }, cancellation);
        }
    }

    // Runs again when the answer was lost: each part may.
    private async Task GiveUp(DecideRestart step, ServiceState state, Deployment current, DateTimeOffset now, CancellationToken cancellation)
    {
        if (state.Failure is { } failure)
        {
            await route.Apply(step.Service, state, cancellation);
            await target.Remove(new InstanceId(step.Dead), cancellation);
            // What was kept before is of a restart that failed. Its time is written in milliseconds.
            var wrote = (await evidence.Find(current.Ref, cancellation))?.TakenAt.AddMilliseconds(1) > now;
            await alerts.Raise(
                step.Service.OrgId,
                AlertKind.CrashLoop,
                step.Service.ServiceId.ToString(),
                $"{current.Config?.Name}: {failure.Message} {(wrote ? $"Its last lines are kept with deployment #{current.Number}." : "It wrote nothing before it ended.")}",
                wrote ? failure.Fix ?? "" : "Find out why it ends, such as by running its start command yourself; mend that, and deploy again.",
                step.Service,
                current.Ref.Id,
                cancellation);
        }
    }
}
