using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>
/// Does what an abandoned operation did not: undoes what it began or, where it was past the point of no return, goes on from there; says how it ended, and passes its service on.
/// It holds no turn of its own: the abandoned one's keeps everybody else away until it is released here.
/// </summary>
public static class EndAbandoned
{
    // A step that ran when its orchestration was ended goes on to its end, within its own time limits. One that takes longer finds that the turn is not its operation's any more.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);

    public static Failure Failure { get; } = new("abandoned", "Its operation was ended from outside before it was done, and what it left half done was undone.", "Try again; the operator of the platform knows why it was ended.");

    [Function(nameof(EndAbandoned))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, AbandonedOperation input)
    {
        var saga = new Saga.Saga(context);
        await context.CreateTimer(Settling, CancellationToken.None);
        var left = await saga.Must(new LookAtAbandoned(input));
        if (!left.IsAbandoned)
        {
            return;
        }

        if (left.HasTurn)
        {
            await CleanUp(saga, input, left);
        }

        if (left is { Deployment: { } deployment, IsOver: false })
        {
            await saga.Must(left.IsLive ? new FinishDeployment(deployment, DeploymentStatus.Live, null) : new FinishDeployment(deployment, DeploymentStatus.Failed, Failure));
        }

        if (left is { HasTurn: true, Command: { } command })
        {
            // As far as the service's state says: of a restart it does not.
            var isDone = command.Kind switch { OperationKind.Stop => left.IsStopped, OperationKind.Start => !left.IsStopped, _ => false };
            await saga.Must(new FinishCommand(command, isDone ? null : Failure, Tried: true));
        }

        await saga.Must(new FinishAbandoned(input));
        await new ServiceTurn(context, input.Service, input.Kind).Release(input.Operation);
    }

    private static async Task CleanUp(Saga.Saga saga, AbandonedOperation input, LeftByAbandoned left)
    {
        if (left.Deployment is { } deployment)
        {
            await saga.Must(new RemoveBuild(deployment));
            if (!left.IsLive)
            {
                await saga.Must(new RemoveRelease(deployment));
            }
        }

        if (input.Kind != OperationKind.Delete)
        {
            await saga.Must(new RemoveStrays(input.Service, input.Operation));
        }
    }
}
