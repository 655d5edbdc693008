using ClickDeploy.Clients.Git;
using ClickDeploy.Inspections;
using ClickDeploy.Jobs;
using ClickDeploy.Orchestrations.Saga;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Inspections;

/// <summary>An empty repository where the checkout will be, and the branches that there are. False: the repository cannot be looked at.</summary>
public sealed record PrepareInspection(InspectionRef Inspection) : IStep<bool>;

public sealed class PrepareInspectionActivity(InspectionStore inspections, InspectionFolders folders, ShortGit git, TimeProvider time)
{
    private const int MostBranches = 200;

    [Function(nameof(PrepareInspection))]
    public async Task<bool> Run([ActivityTrigger] PrepareInspection step, CancellationToken cancellation)
    {
        if (await inspections.Find(step.Inspection, cancellation) is not { } inspection)
        {
            return false;
        }

        var folder = folders.Of(step.Inspection);
        Directory.CreateDirectory(folder);
        if (await git.Run(GitCommands.Init(folder), cancellation) is ShortGitResult.Failed failed)
        {
            throw new IOException($"git init failed: {failed.Output}");
        }

        var source = InspectionSource.Of(inspection);
        switch (await git.Run(GitCommands.LsBranches(folder, source.Url), cancellation))
        {
            case ShortGitResult.Succeeded listed:
                var branches = GitBranches.Parse(listed.Output);
                await inspections.Put(step.Inspection, new() { DefaultBranch = branches.Default, Branches = [.. branches.Names.Take(MostBranches)], MoreBranches = branches.Names.Count > MostBranches }, cancellation);
                return true;
            case ShortGitResult.Failed { End: GitEnd.TimedOut }:
                // The fetch has more time: it may still come.
                return true;
            case ShortGitResult.Failed refused:
                await inspections.Put(step.Inspection, new() { Failure = source.Explain(refused.End, refused.Output), FinishedAt = time.GetUtcNow() }, cancellation);
                return false;
            default:
                throw new InvalidOperationException("Git succeeds or fails.");
        }
    }
}

/// <summary>Undo of <see cref="PrepareInspection"/>: no job of the look runs or can start, and its files are gone.</summary>
public sealed record RemoveInspectionFiles(InspectionRef Inspection) : IStep;

public sealed class RemoveInspectionFilesActivity(IJobs jobs, InspectionFolders folders)
{
    [Function(nameof(RemoveInspectionFiles))]
    public async Task Run([ActivityTrigger] RemoveInspectionFiles step, CancellationToken cancellation)
    {
        await Task.WhenAll(InspectionJobs.All.Select(job => jobs.Remove(InspectionJobs.IdOf(step.Inspection, job), cancellation)));
        folders.Remove(step.Inspection);
    }
}
