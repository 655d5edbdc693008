using ClickDeploy.Inspections;
using ClickDeploy.Orchestrations.Saga;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClickDeploy.Orchestrations.Inspections;

/// <summary>Fetches a repository, plans it, and removes it again. Its instance id is <c>inspect-{id}</c>. What was found goes into rows, not into the history.</summary>
public static class InspectRepository
{
    public static string InstanceOf(InspectionRef inspection) => $"inspect-{inspection.Id:D}";

    [Function(nameof(InspectRepository))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, InspectionRef inspection)
    {
        var saga = new Saga.Saga(context);
        try
        {
            await Look(saga, inspection);
        }
        catch (TaskFailedException)
        {
            // Its retries are used up.
            await saga.Must(new FailInspection(inspection));
        }

        // Nothing of it stays, however it ended; only the answer, for a while.
        await saga.Unwind();
        var kept = await saga.Must(new ReleaseInspection(inspection));
        await context.CreateTimer(TimeSpan.FromSeconds(kept), CancellationToken.None);
        await saga.Must(new RemoveInspection(inspection));
    }

    private static async Task Look(Saga.Saga saga, InspectionRef inspection)
    {
        if (!await saga.Do(new PrepareInspection(inspection), undo: new RemoveInspectionFiles(inspection)))
        {
            return;
        }

        foreach (var job in InspectionJobs.Steps)
        {
            var end = JobEnd.Running;
            while (end == JobEnd.Running)
            {
                end = await saga.Do(new RunInspectionJob(inspection, job));
            }

            if (end == JobEnd.Failed)
            {
                return;
            }
        }

        await saga.Do(new PlanInspection(inspection));
    }
}
