using ClickDeploy.Inspections;
using ClickDeploy.Orchestrations.Saga;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Orchestrations.Inspections;

/// <summary>The look could not be finished, by the platform's fault.</summary>
public sealed record FailInspection(InspectionRef Inspection) : IStep;

public sealed class FailInspectionActivity(InspectionStore inspections, TimeProvider time)
{
    [Function(nameof(FailInspection))]
    public async Task Run([ActivityTrigger] FailInspection step, CancellationToken cancellation)
    {
        var soFar = await inspections.Answer(step.Inspection, cancellation);
        await inspections.Put(step.Inspection, soFar with { Failure = new("platform_outage", "The platform failed again and again to look at the repository.", "Try again; if it stays, show the operator this inspection's operation."), FinishedAt = time.GetUtcNow() }, cancellation);
    }
}

/// <summary>The user may have another repository looked at. Answers how many seconds the answer is kept.</summary>
public sealed record ReleaseInspection(InspectionRef Inspection) : IStep<double>;

public sealed class ReleaseInspectionActivity(InspectionStore inspections, IOptions<InspectionOptions> options)
{
    [Function(nameof(ReleaseInspection))]
    public async Task<double> Run([ActivityTrigger] ReleaseInspection step, CancellationToken cancellation)
    {
        await inspections.Release(step.Inspection, cancellation);
        return options.Value.Kept.TotalSeconds;
    }
}

/// <summary>What was asked and found.</summary>
public sealed record RemoveInspection(InspectionRef Inspection) : IStep;

public sealed class RemoveInspectionActivity(InspectionStore inspections)
{
    [Function(nameof(RemoveInspection))]
    public Task Run([ActivityTrigger] RemoveInspection step, CancellationToken cancellation) => inspections.Remove(step.Inspection, cancellation);
}
