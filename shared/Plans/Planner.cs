using ClickDeploy.Core;
using ClickDeploy.Services;

namespace ClickDeploy.Plans;

/// <summary>Decides how a repository is built and run: what the service says, and for the rest what the repository shows.</summary>
public static class Planner
{
    /// <summary>Pure but for reading <paramref name="tree"/>. The service's own commands win over what was found, each by itself.</summary>
    public static PlanResult Plan(SourceTree tree, Service service)
    {
        var directory = service.GitSource?.RootDir.Trim('/') ?? "";
        if (!tree.HasDirectory(directory))
        {
            return new PlanResult.Refused(new("root_directory_missing", $"The repository has no directory /{directory}.",
                $"Set the root directory to one of: {Listed(tree.Names(""))}."));
        }

        var found = NodeProvider.Find(tree, directory) ?? StaticProvider.Find(tree, directory);
        if (found is PlanResult.Refused && service.StartCommand is null)
        {
            return found;
        }

        var plan = (found as PlanResult.Planned)?.Plan;
        if (plan?.Start is null && service.StartCommand is null && plan?.Provider != StaticProvider.Name)
        {
            return new PlanResult.Refused(NothingToRun(tree, directory, plan));
        }

        plan ??= new BuildPlan { Provider = "commands", Technology = "Command", Directory = directory };
        return new PlanResult.Planned(plan with
        {
            Install = service.InstallCommand ?? plan.Install,
            Build = service.BuildCommand ?? plan.Build,
            Start = service.StartCommand ?? plan.Start,
        });
    }

    private static Failure NothingToRun(SourceTree tree, string directory, BuildPlan? plan) => plan is not null
        ? new("no_start_command", $"{plan.DecidedBy} was found, but it has no start script.", "Add a \"start\" script to package.json, or set a start command in Source.")
        : new("nothing_to_run", $"Looked in /{directory} for package.json and index.html and found neither. It holds: {Listed(tree.Names(directory))}.",
            "Set a start command in Source, or the root directory that holds the application.");

    private static string Listed(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "nothing",
        <= 12 => string.Join(", ", names),
        _ => $"{string.Join(", ", names.Take(12))} and {names.Count - 12} more",
    };
}
