using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Health;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Secrets;
using ClickDeploy.Targets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>Asks a new instance whether it is well: again and again for <paramref name="Seconds"/>, at least once.</summary>
public sealed record CheckHealth(DeploymentRef Deployment, Guid Instance, double Seconds, bool OfDeployment = true) : IStep<Checked>
{
    /// <summary>How long the first check goes on: within one activity, because most applications answer in this time.</summary>
    public const double AtFirst = 5;

    /// <summary>What lies between the later checks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
}

/// <param name="Healthy">It is. False with no <paramref name="Failure"/>: not yet.</param>
/// <param name="Failure">It never will be: it has ended.</param>
/// <param name="Seen">What the last probe saw, a sentence.</param>
public sealed record Checked(bool Healthy, Failure? Failure, string? Seen);

public sealed class CheckHealthActivity(DeploymentStore deployments, DeploymentVariables variables, ITarget target, HealthProbe probe, InstanceLog log, TimeProvider time, IOptions<DeploymentOptions> options)
{
    [Function(nameof(CheckHealth))]
    public async Task<Checked> Run([ActivityTrigger] CheckHealth step, CancellationToken cancellation)
    {
        var deployment = step.OfDeployment
            ? await deployments.Change(step.Deployment, deployment => Checking(deployment, time.GetUtcNow()), cancellation)
            : await deployments.Find(step.Deployment, cancellation);
        var path = deployment?.Config?.HealthCheckPath;
        var instance = new InstanceId(step.Instance);
        var until = time.GetUtcNow() + TimeSpan.FromSeconds(step.Seconds);
        for (var n = 0; ; n++)
        {
            var seen = await Look(instance, path, cancellation);
            if (step.OfDeployment)
            {
                await log.Copy(step.Deployment, instance, cancellation);
            }

            var pause = HealthRule.Pause(n);
            if (seen.Healthy || seen.Failure is not null || time.GetUtcNow() + pause >= until)
            {
                // An application may answer with what it knows.
                var mask = deployment is null ? SecretMask.None : await variables.Mask(deployment, cancellation);
                return seen with { Failure = mask.Text(seen.Failure), Seen = seen.Seen is { } sentence ? mask.Text(sentence) : null };
            }

            await Task.Delay(pause, time, cancellation);
        }
    }

    private static Deployment Checking(Deployment deployment, DateTimeOffset now) =>
        (deployment with { Status = DeploymentStatus.Checking }).Done(StepName.Deploy, now).Begin(StepName.Health, now);

    private async Task<Checked> Look(InstanceId instance, string? path, CancellationToken cancellation)
    {
        switch (await target.Inspect(instance, cancellation))
        {
            case InstanceStatus.Ended ended:
                return new(false, new("instance_ended", $"The new instance ended before it was healthy: {ended.Reason}", "Read what the deployment wrote last; then mend the start command or the code and deploy again."), ended.Reason);
            case InstanceStatus.Running { Address: null } worker:
                return new(time.GetUtcNow() - worker.Since >= TimeSpan.FromSeconds(options.Value.WorkerUpSeconds), null, "It is up, but not long enough yet.");
            case InstanceStatus.Running { Address: { } address }:
                var result = await probe.Probe(address, path, cancellation);
                return new(result.Healthy, null, Sentence(result));
            case InstanceStatus.Unknown:
                // The step before ended with an instance that is known: this is another machine, or a restored backup.
                return new(false, Lost, Lost.Message);
            default:
                return new(false, null, "It has not started yet.");
        }
    }

    private static Failure Lost { get; } = new("instance_lost", "The new instance is gone from this machine before it was healthy, as after a restore from a backup.", "Deploy again.");

    private static string Sentence(ProbeResult result) => result.Error ?? $"GET {result.Path} answered {result.Status}.";
}
