using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using Microsoft.DurableTask;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>An orchestration's turn at a service: waits for it, and passes it on.</summary>
public sealed class ServiceTurn(TaskOrchestrationContext context, ServiceRef service, OperationKind kind, DeploymentRef? deployment = null)
{
    /// <summary>The event that tells a waiting operation to look again.</summary>
    public const string Released = "released";

    // Whoever is told of a release too early or not at all looks again by itself.
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(30);

    /// <summary>Waits until the service is taken, or will never be. Null: <paramref name="givenUp"/> came first.</summary>
    public async Task<ClaimOutcome?> Take(Task givenUp)
    {
        var released = context.WaitForExternalEvent<string>(Released);
        while (true)
        {
            var claim = await context.CallActivityAsync<ClaimResult>(nameof(ClaimService), new ClaimService(service, context.InstanceId, kind, deployment), Retry.Forward);
            Wake(claim.Wake);
            if (claim.Outcome != ClaimOutcome.Busy)
            {
                context.SetCustomStatus(null);
                return claim.Outcome;
            }

            if (givenUp.IsCompleted)
            {
                return null;
            }

            context.SetCustomStatus("Waits for its turn at the service");
            using var waiting = new CancellationTokenSource();
            var timer = context.CreateTimer(LookAnyway, waiting.Token);
            await Task.WhenAny(released, givenUp, timer);
            waiting.Cancel();
            if (released.IsCompleted)
            {
                released = context.WaitForExternalEvent<string>(Released);
            }
        }
    }

    /// <summary>Passes the service on. Nothing happens when this operation does not have it.</summary>
    public Task Release() => Release(context.InstanceId);

    /// <summary>The same for an operation that cannot do it itself any more.</summary>
    public async Task Release(string operation) =>
        Wake(await context.CallActivityAsync<IReadOnlyList<string>>(nameof(ReleaseService), new ReleaseService(service, operation), Retry.Forward));

    private void Wake(IReadOnlyList<string> operations)
    {
        foreach (var operation in operations.Where(operation => operation != context.InstanceId))
        {
            context.SendEvent(operation, Released, "");
        }
    }
}
