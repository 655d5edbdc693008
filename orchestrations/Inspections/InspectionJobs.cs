using ClickDeploy.Clients.Git;
using ClickDeploy.Inspections;
using ClickDeploy.Jobs;

namespace ClickDeploy.Orchestrations.Inspections;

/// <summary>The commands of a look that may take long.</summary>
public enum InspectionJob
{
    Fetch,
    Checkout,
}

/// <summary>How a turn of waiting for a job ended.</summary>
public enum JobEnd
{
    Running,
    Done,
    Failed,
}

internal static class InspectionJobs
{
    public static IReadOnlyList<InspectionJob> All { get; } = Enum.GetValues<InspectionJob>();

    public static JobId IdOf(InspectionRef inspection, InspectionJob job) => new($"inspect-{inspection.Id:D}-{job.ToString().ToLowerInvariant()}");

    public static JobSpec Of(Inspection inspection, InspectionJob job, string folder, GitOptions keys)
    {
        var source = InspectionSource.Of(inspection);
        var command = job == InspectionJob.Fetch ? GitCommands.Fetch(folder, source.Url, source.Revision).As(keys) : GitCommands.Checkout(folder);
        return command.AsJob(IdOf(inspection.Ref, job));
    }
}
