using ClickDeploy.Clients.Git;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Logs;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Plans;
using ClickDeploy.Releases;
using ClickDeploy.Tools;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>Which commit was fetched, and how it is built and run. The plan is kept in the deployment's record: it holds the user's commands, which no history may.</summary>
public sealed record DetectPlan(DeploymentRef Deployment) : IStep<Detected>;

public sealed record Detected(bool Installs, bool Builds, Failure? Failure = null);

public sealed class DetectPlanActivity(
    DeploymentStore deployments,
    ReleaseDirectories directories,
    ShortGit git,
    MachineTools tools,
    DeploymentLog log,
    DeploymentVariables variables,
    TimeProvider time)
{
    [Function(nameof(DetectPlan))]
    public async Task<Detected> Run([ActivityTrigger] DetectPlan step, CancellationToken cancellation)
    {
        var source = directories.SourceOf(step.Deployment.Id);
        var head = await Head(source, cancellation);
        var deployment = await deployments.Change(step.Deployment, deployment => WithCommit(deployment, head, time.GetUtcNow()), cancellation);
        if (deployment?.Config is not { } service)
        {
            return new(false, false, new("deployment_gone", "The deployment's record is gone.", "Deploy again."));
        }

        await Say(deployment, 1, LogLevel.Info, $"Commit {head.Sha[..12]} by {head.Author}: {head.Message.Split('\n')[0]}", cancellation);
        switch (Planner.Plan(new SourceTree(source), service))
        {
            case PlanResult.Refused refused:
                await Say(deployment, 2, LogLevel.Error, $"{refused.Failure.Message} {refused.Failure.Fix}", cancellation);
                return new(false, false, (await variables.Mask(deployment, cancellation)).Text(refused.Failure));
            case PlanResult.Planned { Plan: var plan }:
                await Say(deployment, 2, LogLevel.Info, Sentence(plan), cancellation);
                return await Take(deployment, plan, cancellation);
            default:
                throw new InvalidOperationException("The planner answers a plan or a refusal.");
        }
    }

    private async Task<Detected> Take(Deployment deployment, BuildPlan plan, CancellationToken cancellation)
    {
        var offset = 2;
        foreach (var note in plan.Notes)
        {
            await Say(deployment, ++offset, LogLevel.Info, note, cancellation);
        }

        if (PlanTools.Lacking(plan, await tools.Missing(plan.Tools, cancellation)) is { } lacking)
        {
            await Say(deployment, ++offset, LogLevel.Error, $"{lacking.Message} {lacking.Fix}", cancellation);
            return new(false, false, lacking);
        }

        foreach (var wanted in plan.Versions)
        {
            if (PlanTools.Remark(wanted, await tools.Version(wanted.Tool, cancellation)) is { } remark)
            {
                await Say(deployment, ++offset, LogLevel.Warn, remark, cancellation);
            }
        }

        await deployments.Change(deployment.Ref, deployment => (deployment with { Plan = plan }).Done(StepName.Detect, time.GetUtcNow()).Begin(StepName.Build, time.GetUtcNow()), cancellation);
        return new(plan.Install is not null, plan.Build is not null);
    }

    private async Task<GitHead> Head(string source, CancellationToken cancellation) => await git.Run(GitCommands.Head(source), cancellation) switch
    {
        ShortGitResult.Succeeded answer when GitHead.Parse(answer.Output) is { } head => head,
        ShortGitResult.Failed failed => throw new IOException($"git log failed: {failed.Output}"),
        _ => throw new IOException("git log answered what cannot be read."),
    };

    private static Deployment WithCommit(Deployment deployment, GitHead head, DateTimeOffset now) =>
        (deployment with { CommitSha = head.Sha, CommitMessage = head.Message, CommitAuthor = head.Author }).Done(StepName.Clone, now).Begin(StepName.Detect, now);

    private static string Sentence(BuildPlan plan)
    {
        var decided = plan.DecidedBy is { } file ? $", by {file}" : ", by the service's own commands";
        string[] commands = [.. new[] { plan.Install, plan.Build, plan.Start }.OfType<string>()];
        return $"{plan.Technology}{decided}{(commands.Length == 0 ? "" : ": " + string.Join(" → ", commands))}";
    }

    private Task Say(Deployment deployment, long offset, LogLevel level, string text, CancellationToken cancellation) =>
        log.Say(deployment, new(LogPhase.Detect, level, text, "detect", offset), cancellation);
}
