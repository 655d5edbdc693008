using ClickDeploy.Core;
using ClickDeploy.Operations;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Projects;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClickDeploy.Orchestrations.Cleanup;

/// <summary>Its instance id is <c>delete-{project}</c>.</summary>
public sealed record DeleteProjectInput(string Org, Guid Project);

/// <summary>Removes a project that was marked as being deleted: its services at once beside each other, then itself when nothing is left.</summary>
public static class DeleteProject
{
    [Function(nameof(DeleteProject))]
    public static async Task<DeletionReport> Run([OrchestrationTrigger] TaskOrchestrationContext context, DeleteProjectInput input)
    {
        var left = new Dictionary<string, string>();
        while (left.Count == 0)
        {
            // Again and again: a service may have been added just before the project was marked.
            var services = await context.CallActivityAsync<IReadOnlyList<ServiceRef>>(nameof(MarkServices), new MarkServices(input.Org, input.Project), Retry.Forward);
            if (services.Count == 0)
            {
                await context.CallActivityAsync(nameof(RemoveProject), new RemoveProject(input.Org, input.Project), Retry.Forward);
                break;
            }

            var reports = await Task.WhenAll(services.Select(service => context.CallSubOrchestratorAsync<DeletionReport>(
                nameof(DeleteService), service, new SubOrchestrationOptions { InstanceId = $"{context.InstanceId}-{service.Service:D}" })));
            left = reports.SelectMany(report => report.Left).GroupBy(entry => entry.Key).ToDictionary(entries => entries.Key, entries => entries.First().Value);
        }

        return new(left);
    }
}

/// <summary>Marks every service of the project as being deleted, and answers them.</summary>
public sealed record MarkServices(string Org, Guid Project) : IStep<IReadOnlyList<ServiceRef>>;

public sealed class MarkServicesActivity(ServiceStore services, OperationStore operations, TimeProvider time)
{
    [Function(nameof(MarkServices))]
    public async Task<IReadOnlyList<ServiceRef>> Run([ActivityTrigger] MarkServices step, CancellationToken cancellation)
    {
        await operations.BeginAgain(new(step.Org), new($"delete-{step.Project:D}", "delete", "project", step.Project, step.Project, time.GetUtcNow()), cancellation);
        var marked = new List<ServiceRef>();
        foreach (var service in await services.List(new OrgId(step.Org), new ProjectId(step.Project), cancellation))
        {
            if (await services.MarkDeleting(service.Org, service.Id, cancellation) is { } gone)
            {
                marked.Add(ServiceRef.Of(gone));
            }
        }

        return marked;
    }
}

/// <summary>The project's own rows; its name is free afterwards.</summary>
public sealed record RemoveProject(string Org, Guid Project) : IStep;

public sealed class RemoveProjectActivity(ProjectStore projects, OperationStore operations)
{
    [Function(nameof(RemoveProject))]
    public async Task Run([ActivityTrigger] RemoveProject step, CancellationToken cancellation)
    {
        await projects.Remove(new OrgId(step.Org), new ProjectId(step.Project), cancellation);
        await operations.End(new(step.Org), $"delete-{step.Project:D}", "completed", cancellation);
    }
}
