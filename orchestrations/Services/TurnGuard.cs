using ClickDeploy.Deployments;
using ClickDeploy.Services;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>
/// For steps that make what no ETag guards, such as files and processes: one that comes late leaves nothing. Whoever undoes what an operation left
/// looks after the turn was taken from it: what was made before is seen there, what was made later here.
/// </summary>
public sealed class TurnGuard(ServiceStateStore states)
{
    /// <summary>Does it in the operation's turn only.</summary>
    /// <param name="operation">Null: the step is of an earlier release, and does not say whose it is.</param>
    /// <param name="takeBack">Undoes it, unless what is seen of the service says that it is needed.</param>
    /// <exception cref="TurnLostException">It is not its turn.</exception>
    public async Task<T> Do<T>(ServiceRef service, string? operation, Func<Task<T>> make, Func<ServiceState, Task> takeBack, CancellationToken cancellation)
    {
        (await states.Find(service, cancellation)).InTurnOf(operation);
        try
        {
            return await make();
        }
        finally
        {
            // Also after a failure, and when the process is to end: it may have been made all the same.
            var state = await states.Find(service, CancellationToken.None);
            if (!state.IsTurnOf(operation))
            {
                await takeBack(state);
            }
        }
    }

    /// <summary>The same for a step of a deployment.</summary>
    public Task Do(DeploymentRef deployment, Func<Task> make, Func<ServiceState, Task> takeBack, CancellationToken cancellation) => Do(
        deployment.Service,
        deployment.Id.ToString(),
        async () =>
        {
            await make();
            return true;
        },
        takeBack,
        cancellation);
}
