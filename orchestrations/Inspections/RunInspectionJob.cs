using System.Text;
using ClickDeploy.Clients.Git;
using ClickDeploy.Core;
using ClickDeploy.Inspections;
using ClickDeploy.Jobs;
using ClickDeploy.Orchestrations.Saga;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Orchestrations.Inspections;

/// <summary>Starts a job of the look unless it was started, and stays with it for some seconds: call it until it has ended. Why it failed is in the answer.</summary>
public sealed record RunInspectionJob(InspectionRef Inspection, InspectionJob Job) : IStep<JobEnd>;

public sealed class RunInspectionJobActivity(InspectionStore inspections, InspectionTokens tokens, InspectionFolders folders, IJobs jobs, ShortGit git, IOptions<GitOptions> keys, TimeProvider time)
{
    private const int LastOutput = 4 << 10;
    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(20);

    [Function(nameof(RunInspectionJob))]
    public async Task<JobEnd> Run([ActivityTrigger] RunInspectionJob step, CancellationToken cancellation)
    {
        if (await inspections.Find(step.Inspection, cancellation) is not { } inspection)
        {
            return JobEnd.Failed;
        }

        var (id, folder) = (InspectionJobs.IdOf(step.Inspection, step.Job), folders.Of(step.Inspection));
        var status = await jobs.Inspect(id, TimeSpan.Zero, cancellation);
        if (status is JobStatus.Unknown)
        {
            if (step.Job == InspectionJob.Checkout && await TooLarge(inspection, folder, cancellation) is { } tooLarge)
            {
                return await Fail(step, tooLarge, cancellation);
            }

            await jobs.Start(InspectionJobs.Of(inspection, step.Job, folder, keys.Value, await tokens.Open(inspection, cancellation)), cancellation);
        }

        status = await jobs.Inspect(id, Stay, cancellation);
        return status switch
        {
            JobStatus.Running => JobEnd.Running,
            JobStatus.Exited { Code: 0 } => JobEnd.Done,
            _ => await Fail(step, InspectionSource.Of(inspection).Explain(status, await LastWords(inspection, id, cancellation)), cancellation),
        };
    }

    private async Task<string> LastWords(Inspection inspection, JobId id, CancellationToken cancellation) =>
        await tokens.Hide(inspection, Encoding.UTF8.GetString(await jobs.ReadOutput(id, 0, LastOutput, cancellation)), cancellation);

    private async Task<JobEnd> Fail(RunInspectionJob step, Failure failure, CancellationToken cancellation)
    {
        var soFar = await inspections.Answer(step.Inspection, cancellation);
        await inspections.Put(step.Inspection, soFar with { Failure = failure, FinishedAt = time.GetUtcNow() }, cancellation);
        return JobEnd.Failed;
    }

    private async Task<Failure?> TooLarge(Inspection inspection, string folder, CancellationToken cancellation)
    {
        var fault = await git.Run(GitCommands.Tree(folder), cancellation) is ShortGitResult.Succeeded { Output: var output }
            ? GitTree.Parse(output).Bytes > GitCommands.LargestFile ? GitFailure.TooLarge(InspectionSource.Of(inspection).Url) : null
            : GitFailure.TooManyFiles(InspectionSource.Of(inspection).Url);
        return fault is null ? null : new(fault.Code, fault.Message, fault.Fix);
    }
}
