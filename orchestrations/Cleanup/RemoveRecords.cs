using ClickDeploy.Alerts;
using ClickDeploy.Deployments;
using ClickDeploy.Logs;
using ClickDeploy.Metrics;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using ClickDeploy.Variables;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Cleanup;

/// <summary>The service's deployments with their logs and evidence, and its variables.</summary>
public sealed record RemoveRecords(ServiceRef Service) : IStep;

public sealed class RemoveRecordsActivity(DeploymentStore deployments, EvidenceStore evidence, LogStore logs, VariableStore variables, AlertStore alerts, MetricStore metrics)
{
    [Function(nameof(RemoveRecords))]
    public async Task Run([ActivityTrigger] RemoveRecords step, CancellationToken cancellation)
    {
        await foreach (var deployment in deployments.List(step.Service, cancellation: cancellation))
        {
            await logs.Remove(LogStream.Of(deployment.Ref), cancellation);
            await evidence.Remove(deployment.Ref, cancellation);
        }

        await alerts.Remove(step.Service.OrgId, step.Service, closedBefore: null, most: int.MaxValue, cancellation);
        await variables.RemoveAll(step.Service, cancellation);
        await logs.Remove(LogStream.Of(step.Service), cancellation);
        await metrics.Remove(step.Service, cancellation);
        await deployments.RemoveAll(step.Service, cancellation);
    }
}
