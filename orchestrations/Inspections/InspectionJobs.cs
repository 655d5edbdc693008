using ClickDeploy.Clients.Git;
using ClickDeploy.Inspections;
using ClickDeploy.Jobs;

namespace ClickDeploy.Orchestrations.Inspections;

/// <summary>The commands of a look that may take long.</summary>
public enum InspectionJob
{
    Fetch,
    Checkout,

    /// <summary>What branches there are; part of <see cref="PrepareInspection"/>.</summary>
    Branches,
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
    /// <summary>Those that may take minutes, in their order: each is a step of its own.</summary>
    public static IReadOnlyList<InspectionJob> Steps { get; } = [InspectionJob.Fetch, InspectionJob.Checkout];

    public static IReadOnlyList<InspectionJob> All { get; } = Enum.GetValues<InspectionJob>();

    public static JobId IdOf(InspectionRef inspection, InspectionJob job) => new($"inspect-{inspection.Id:D}-{job.ToString().ToLowerInvariant()}");

    public static JobSpec Of(Inspection inspection, InspectionJob job, string folder, GitOptions keys, GitCredential? credential)
    {
        var source = InspectionSource.Of(inspection);
        var command = job switch
        {
            InspectionJob.Fetch => GitCommands.Fetch(folder, source.Url, source.Revision).As(keys).With(source.Url, credential),
            InspectionJob.Checkout => GitCommands.Checkout(folder),
            InspectionJob.Branches => GitCommands.LsBranches(folder, source.Url).As(keys).With(source.Url, credential),
            _ => throw new ArgumentOutOfRangeException(nameof(job), job, "No such job."),
        };
        return command.AsJob(IdOf(inspection.Ref, job));
    }
}
