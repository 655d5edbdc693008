using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>Its instance id is the deployment's id.</summary>
public sealed record DeployServiceInput(DeploymentRef Deployment, DeploymentTrigger Trigger, string? Commit = null, RollbackTarget? Rollback = null, bool ClearCache = false);

/// <summary>How a deployment ended.</summary>
public sealed record DeploymentOutcome(DeploymentStatus Status, Failure? Failure = null)
{
    public static DeploymentOutcome Live { get; } = new(DeploymentStatus.Live);

    public static DeploymentOutcome Cancelled { get; } = new(DeploymentStatus.Cancelled);

    public static DeploymentOutcome Superseded { get; } = new(DeploymentStatus.Superseded);

    public static DeploymentOutcome Failed(Failure failure) => new(DeploymentStatus.Failed, failure);
}

/// <summary>Zero downtime: the old instance serves until the new one is healthy and has the traffic, and then until it has drained.</summary>
public static class DeployService
{
    /// <summary>The event that cancels a deployment, until it is live.</summary>
    public const string Cancel = "cancel";

    [Function(nameof(DeployService))]
    public static async Task<DeploymentOutcome> Run([OrchestrationTrigger] TaskOrchestrationContext context, DeployServiceInput input)
    {
        var deployment = input.Deployment;
        var cancelled = context.WaitForExternalEvent<string>(Cancel);
        var turn = new ServiceTurn(context, deployment.Service, OperationKind.Deploy, deployment);
        var saga = new Saga.Saga(context);

        await saga.Must(new AddDeployment(deployment, input.Trigger, input.Commit, input.Rollback, input.ClearCache));
        var outcome = await turn.Take(cancelled) switch
        {
            ClaimOutcome.Claimed => await new DeploymentRun(context, saga, input, cancelled).Run(),
            ClaimOutcome.Superseded => DeploymentOutcome.Superseded,
            _ => DeploymentOutcome.Cancelled,
        };
        if (outcome != DeploymentOutcome.Live)
        {
            await saga.Must(new FinishDeployment(deployment, outcome.Status, outcome.Failure));
        }

        context.SetCustomStatus(outcome.Status.ToString());
        await turn.Release();
        return outcome;
    }
}
