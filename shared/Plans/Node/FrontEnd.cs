namespace ClickDeploy.Plans.Node;

/// <summary>A front end beside an application in another language: it is installed and built too, the other one is started.</summary>
internal static class FrontEnd
{
    public static BuildPlan Add(SourceFolder folder, BuildPlan plan) =>
        NodeProvider.Find(folder) is PlanResult.Planned { Plan: { Build: not null, InstallDirectory: null } front }
            ? plan with
            {
                Install = CommandLine.Join(plan.Install, front.Install),
                Build = CommandLine.Join(front.Build, plan.Build),
                BuildVariables = plan.BuildVariables.Concat(front.BuildVariables).ToDictionary(),
                Versions = [.. plan.Versions, .. front.Versions],
                Tools = [.. plan.Tools, .. front.Tools],
                Caches = [.. plan.Caches, .. front.Caches],
                Notes = [.. plan.Notes, $"The front end of {front.DecidedBy} is built too."],
            }
            : plan;
}
