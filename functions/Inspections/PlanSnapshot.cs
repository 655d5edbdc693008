using ClickDeploy.Plans;

namespace ClickDeploy.Functions.Inspections;

/// <summary>A plan as the API shows it, in the words of a service's fields. Directories are absolute, <c>/</c> is the repository.</summary>
/// <param name="OutputDirectory">The static files that are served; null: <paramref name="StartCommand"/> serves.</param>
/// <param name="SinglePage">Addresses that have no file are answered by its page.</param>
public sealed record PlanSnapshot(
    string Provider,
    string Technology,
    string? DecidedBy,
    string Directory,
    string InstallDirectory,
    string? InstallCommand,
    string? BuildCommand,
    string? StartCommand,
    string? OutputDirectory,
    bool SinglePage,
    IReadOnlyList<WantedVersion> Versions,
    IReadOnlyList<ToolSnapshot> Tools,
    IReadOnlyList<string> Caches,
    IReadOnlyList<string> Notes)
{
    public static PlanSnapshot Of(BuildPlan plan, IReadOnlyList<string> missing) => new(
        plan.Provider,
        plan.Technology,
        plan.DecidedBy,
        "/" + plan.Directory,
        "/" + (plan.InstallDirectory ?? plan.Directory),
        plan.Install,
        plan.Build,
        plan.Start,
        plan.Start is null ? "/" + (plan.Output ?? plan.Directory) : null,
        plan.Fallback is not null,
        plan.Versions,
        [.. plan.Tools.Select(tool => new ToolSnapshot(tool, !missing.Contains(tool), missing.Contains(tool) ? KnownTools.Install(tool) : null))],
        plan.Caches,
        plan.Notes);
}

/// <summary>A tool that the plan needs on this machine. <paramref name="Install"/>: how to get it, where it is not there.</summary>
public sealed record ToolSnapshot(string Name, bool Installed, string? Install);
