using System.Text;
using ClickDeploy.Clients.Git;
using ClickDeploy.Inspections;
using ClickDeploy.Jobs;
using ClickDeploy.Orchestrations.Saga;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Orchestrations.Inspections;

/// <summary>An empty repository where the checkout will be, and the branches that there are. False: the repository cannot be looked at.</summary>
public sealed record PrepareInspection(InspectionRef Inspection) : IStep<bool>;

public sealed class PrepareInspectionActivity(InspectionStore inspections, InspectionTokens tokens, InspectionFolders folders, IJobs jobs, ShortGit git, IOptions<GitOptions> keys, TimeProvider time)
{
    private const int MostBranches = 200;
    private const int LongestList = 4 << 20;
    private static readonly TimeSpan Stay = GitCommands.LongestRead + TimeSpan.FromSeconds(5);

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

        return await List(inspection, folder, cancellation);
    }

    // A job, because only a job can hand Git a token.
    private async Task<bool> List(Inspection inspection, string folder, CancellationToken cancellation)
    {
        var id = InspectionJobs.IdOf(inspection.Ref, InspectionJob.Branches);
        await jobs.Start(InspectionJobs.Of(inspection, InspectionJob.Branches, folder, keys.Value, await tokens.Open(inspection, cancellation)), cancellation);
        var status = await jobs.Inspect(id, Stay, cancellation);
        if (status is JobStatus.Running or JobStatus.TimedOut)
        {
            // The fetch has more time: it may still come.
            return true;
        }

        var output = Encoding.UTF8.GetString(await jobs.ReadOutput(id, 0, LongestList, cancellation));
        if (status is not JobStatus.Exited { Code: 0 })
        {
            await inspections.Put(inspection.Ref, new() { Failure = InspectionSource.Of(inspection).Explain(status, await tokens.Hide(inspection, output, cancellation)), FinishedAt = time.GetUtcNow() }, cancellation);
            return false;
        }

        var branches = GitBranches.Parse(output);
        await inspections.Put(inspection.Ref, new() { DefaultBranch = branches.Default, Branches = [.. branches.Names.Take(MostBranches)], MoreBranches = branches.Names.Count > MostBranches }, cancellation);
        return true;
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
