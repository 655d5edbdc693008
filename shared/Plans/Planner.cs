using ClickDeploy.Plans.Node;
using ClickDeploy.Plans.Python;
using ClickDeploy.Services;

namespace ClickDeploy.Plans;

/// <summary>Decides how a repository is built and run: what the service says, and for the rest what the repository shows.</summary>
public static class Planner
{
    private const int MostSuggestions = 12;
    private const int MostLooks = 150;

    // The first that can be run is taken. The order is Railpack's, so that both answer the same.
    private static readonly Func<SourceFolder, PlanResult?>[] Providers =
    [
        PhpProvider.Find, GoProvider.Find, JavaProvider.Find, RustProvider.Find, RubyProvider.Find, UnbuiltProvider.FindElixir, PythonProvider.Find, DenoProvider.Find, DotNetProvider.Find, NodeProvider.Find,
        UnbuiltProvider.FindOthers, StaticProvider.Find, ShellProvider.Find,
    ];

    /// <summary>What is looked for in a directory, for people.</summary>
    public static IReadOnlyList<string> LookedFor { get; } =
    [
        "package.json", "requirements.txt", "pyproject.toml", "Pipfile", "main.py", "go.mod", "*.csproj", "*.sln", "composer.json", "Gemfile", "pom.xml", "gradlew", "Cargo.toml", "deno.json", "index.html", "public/index.html", "Staticfile", "Procfile", "start.sh",
    ];

    public static PlanResult Plan(SourceTree tree, Service service) => Plan(tree, PlanRequest.Of(service));

    /// <summary>Pure but for reading <paramref name="tree"/>. The service's own commands win over what was found, each by itself.</summary>
    public static PlanResult Plan(SourceTree tree, PlanRequest request)
    {
        var folder = new SourceFolder(tree, request.Directory);
        if (!tree.HasDirectory(folder.Directory))
        {
            var there = tree.Directories("", depth: 1);
            var fix = there.Count > 0 ? $"Set the root directory to / or one of: {Listed(there)}." : "Set the root directory to /: the repository has no directories.";
            return new PlanResult.Refused("root_directory_missing", $"The repository has no directory /{folder.Directory}.", fix) { Suggestions = Suggest(tree) };
        }

        var procfile = Procfile.Read(folder);
        var process = request.Output is null ? procfile?.Chosen(request.IsWorker) : null;
        var start = request.Start ?? (process is null ? null : procfile!.Processes[process]);
        var found = Find(folder, anyStart: (start ?? request.Output) is not null);
        if (found is PlanResult.Refused refused && (request.Start ?? request.Output) is null)
        {
            return refused with { Suggestions = Suggest(tree) };
        }

        var plan = (found as PlanResult.Planned)?.Plan;
        if ((start ?? request.Output) is null && plan is null or { Start: null, Output: null })
        {
            return Refusals.NothingStarts(folder, plan, procfile, Suggest(tree));
        }

        plan ??= new BuildPlan { Provider = "commands", Technology = request.Output is null ? "Command" : "Static files", Directory = folder.Directory, DecidedBy = process is null || request.Start is not null ? null : procfile?.Path };
        return new PlanResult.Planned(Narrowed(plan with
        {
            Install = request.Install ?? plan.Install,
            Build = request.Build ?? plan.Build,
            Start = start ?? (request.Output is null ? plan.Start : null),
            StartNote = null,
            Output = start is null ? request.Output ?? plan.Output : null,
            Fallback = start is null ? plan.Fallback : null,
            Notes = [.. plan.Notes, .. StartNotes(request, plan, procfile, process), .. folder.Has("Dockerfile") ? ["The Dockerfile is not used: nothing here builds images."] : (string[])[]],
        }));
    }

    /// <summary>The directories of a repository that hold an application, the nearest to its root first.</summary>
    public static IReadOnlyList<PlanSuggestion> Suggest(SourceTree tree) =>
    [
        .. tree.Directories("", 3).Take(MostLooks)
            .Select(directory => Find(new SourceFolder(tree, directory), anyStart: false) is PlanResult.Planned { Plan: { Start: not null } or { Output: not null } } found
                ? new PlanSuggestion("/" + directory, found.Plan.Technology, found.Plan.DecidedBy ?? "") : null)
            .OfType<PlanSuggestion>()
            .OrderBy(suggestion => suggestion.Technology == "Static files")
            .Take(MostSuggestions),
    ];

    internal static string Listed(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "nothing",
        <= 12 => string.Join(", ", names),
        _ => $"{string.Join(", ", names.Take(12))} and {names.Count - 12} more",
    };

    private static IEnumerable<string> StartNotes(PlanRequest request, BuildPlan plan, Procfile? procfile, string? process)
    {
        if ((request.Start ?? request.Output) is not null)
        {
            return [];
        }

        return process is null ? [.. new[] { plan.StartNote }.OfType<string>(), .. procfile?.Notes(null) ?? []]
            : [$"It is started by {process} of {procfile!.Path}.", .. procfile.Notes(process)];
    }

    // Something that lacks a start command only counts where nothing else can be run.
    private static PlanResult? Find(SourceFolder folder, bool anyStart)
    {
        PlanResult? partial = null;
        foreach (var provider in Providers)
        {
            switch (provider(folder))
            {
                case PlanResult.Refused refused:
                    return partial ?? refused;
                case PlanResult.Planned { Plan: var plan } planned when anyStart || plan.Start is not null || plan.Output is not null:
                    return planned;
                case { } planned:
                    partial ??= planned;
                    break;
            }
        }

        return partial;
    }

    // What the user's own commands took the place of needs no tool.
    private static BuildPlan Narrowed(BuildPlan plan)
    {
        var commands = new[] { plan.Install, plan.Build, plan.Start };
        return plan with
        {
            Tools = [.. plan.Tools.Where(tool => commands.Any(command => KnownTools.IsUsed(tool, command)))],
            Versions = [.. plan.Versions.DistinctBy(version => version.Tool)],
            Caches = [.. plan.Caches.Distinct()],
        };
    }
}
