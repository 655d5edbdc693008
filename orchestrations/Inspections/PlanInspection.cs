using ClickDeploy.Clients.Git;
using ClickDeploy.Inspections;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Plans;
using ClickDeploy.Tools;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Inspections;

/// <summary>How what was fetched would be built and run.</summary>
public sealed record PlanInspection(InspectionRef Inspection) : IStep;

public sealed class PlanInspectionActivity(InspectionStore inspections, InspectionFolders folders, ShortGit git, MachineTools tools, TimeProvider time)
{
    [Function(nameof(PlanInspection))]
    public async Task Run([ActivityTrigger] PlanInspection step, CancellationToken cancellation)
    {
        if (await inspections.Find(step.Inspection, cancellation) is not { } inspection)
        {
            return;
        }

        var folder = folders.Of(step.Inspection);
        var head = await git.Run(GitCommands.Head(folder), cancellation) is ShortGitResult.Succeeded read ? GitHead.Parse(read.Output) : null;
        var answer = await inspections.Answer(step.Inspection, cancellation) with { CommitSha = head?.Sha, CommitMessage = head?.Message, CommitAuthor = head?.Author, FinishedAt = time.GetUtcNow() };
        await inspections.Put(step.Inspection, await Planned(answer, Planner.Plan(new SourceTree(folder), new PlanRequest(inspection.Source.RootDir)), cancellation), cancellation);
    }

    private async Task<InspectionAnswer> Planned(InspectionAnswer answer, PlanResult result, CancellationToken cancellation) => result switch
    {
        PlanResult.Refused { Failure.Code: "root_directory_missing" } refused => answer with { Failure = refused.Failure, Suggestions = refused.Suggestions },
        PlanResult.Refused refused => answer with { NoPlan = refused.Failure, Suggestions = refused.Suggestions },
        PlanResult.Planned planned => answer with
        {
            Plan = planned.Plan,
            MissingTools = await tools.Missing(planned.Plan.Tools, cancellation),
            Remarks = await Remarks(planned.Plan, cancellation),
        },
        _ => throw new InvalidOperationException("The planner answers a plan or a refusal."),
    };

    private async Task<IReadOnlyList<string>> Remarks(BuildPlan plan, CancellationToken cancellation)
    {
        var remarks = new List<string>();
        foreach (var wanted in plan.Versions)
        {
            if (PlanTools.Remark(wanted, await tools.Version(wanted.Tool, cancellation)) is { } remark)
            {
                remarks.Add(remark);
            }
        }

        return remarks;
    }
}
