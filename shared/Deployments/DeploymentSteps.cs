using ClickDeploy.Core;

namespace ClickDeploy.Deployments;

/// <summary>What happens to a deployment, as changes of the record. Each may be applied twice.</summary>
public static class DeploymentSteps
{
    /// <summary>The step runs; begun again after it had ended, it counts one attempt more.</summary>
    public static Deployment Begin(this Deployment deployment, StepName name, DateTimeOffset now)
    {
        var before = deployment.Steps.FirstOrDefault(step => step.Name == name);
        return before?.Status == StepStatus.Running
            ? deployment
            : deployment.With(new(name, StepStatus.Running, now, null, (before?.Attempt ?? 0) + 1));
    }

    public static Deployment Done(this Deployment deployment, StepName name, DateTimeOffset now) =>
        deployment.Steps.FirstOrDefault(step => step.Name == name) is { Status: StepStatus.Done }
            ? deployment
            : deployment.With(deployment.Step(name, now) with { Status = StepStatus.Done, FinishedAt = now, Error = null });

    /// <summary>The deployment is over: what still ran is marked with how it ended.</summary>
    public static Deployment End(this Deployment deployment, DeploymentStatus status, Failure? error, DateTimeOffset now)
    {
        var ended = status == DeploymentStatus.Failed ? StepStatus.Failed : StepStatus.Cancelled;
        var steps = deployment.Steps.Select(step => step.Status == StepStatus.Running
            ? step with { Status = status == DeploymentStatus.Live ? StepStatus.Done : ended, FinishedAt = now, Error = error?.Message }
            : step);
        return deployment with { Status = status, Error = error, FinishedAt = deployment.FinishedAt ?? now, Steps = [.. steps] };
    }

    private static DeploymentStep Step(this Deployment deployment, StepName name, DateTimeOffset now) =>
        deployment.Steps.FirstOrDefault(step => step.Name == name) ?? new(name, StepStatus.Running, now, null);

    private static Deployment With(this Deployment deployment, DeploymentStep step) => deployment with
    {
        Steps = deployment.Steps.Any(other => other.Name == step.Name)
            ? [.. deployment.Steps.Select(other => other.Name == step.Name ? step : other)]
            : [.. deployment.Steps, step],
    };
}
