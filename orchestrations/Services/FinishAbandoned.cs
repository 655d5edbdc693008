using ClickDeploy.Operations;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>An abandoned operation is over where it is listed. A deployment ends as its record says, when its service is released.</summary>
public sealed record FinishAbandoned(AbandonedOperation Operation) : IStep;

public sealed class FinishAbandonedActivity(OperationStore operations)
{
    [Function(nameof(FinishAbandoned))]
    public async Task Run([ActivityTrigger] FinishAbandoned step, CancellationToken cancellation)
    {
        if (step.Operation.Kind != OperationKind.Deploy)
        {
            await operations.End(step.Operation.Service.OrgId, step.Operation.Operation, "terminated", cancellation);
        }
    }
}
