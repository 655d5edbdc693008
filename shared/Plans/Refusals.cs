namespace ClickDeploy.Plans;

/// <summary>What a user is told when nothing can be started.</summary>
internal static class Refusals
{
    public static PlanResult.Refused NothingStarts(SourceFolder folder, BuildPlan? plan, Procfile? procfile, IReadOnlyList<PlanSuggestion> suggestions)
    {
        var others = suggestions.Where(suggestion => suggestion.RootDir != "/" + folder.Directory).ToList();
        var elsewhere = others.Count == 0 ? "" : $" There is an application in {string.Join(", ", others.Take(5).Select(other => $"{other.RootDir} ({other.Technology})"))}.";
        var image = folder.Has("Dockerfile") ? " The Dockerfile is not used: nothing here builds images." : "";
        var links = LedOut(folder) is { Count: > 0 } names ? $" Links that lead out of the repository are not followed: {string.Join(", ", names)}." : "";
        var processes = procfile is null ? "" : " " + string.Join(' ', procfile.Notes(null));
        return plan is null
            ? new("nothing_to_run", $"Nothing in /{folder.Directory} tells what to run. It holds: {Planner.Listed(folder.Names())}. Looked for: {string.Join(", ", Planner.LookedFor)}.{links}{image}{processes}{elsewhere}",
                others.Count == 0 ? "Set a start command in Source, or the root directory that holds the application." : $"Set the root directory to {others[0].RootDir}, or set a start command in Source.")
            { Suggestions = suggestions }
            : new("no_start_command", $"{plan.DecidedBy} was found, but it has {Missing(plan.Provider)}.{links}{processes}{elsewhere}", others.Count == 0 ? $"{Fix(plan)}." : $"Set the root directory to {others[0].RootDir}. Is this directory meant? {Fix(plan)}.") { Suggestions = suggestions };
    }

    private static List<string> LedOut(SourceFolder folder) => [.. folder.Names().Where(name => !folder.Has(name) && !folder.HasDirectory(name)).Take(5)];

    private static string Missing(string provider) => provider switch
    {
        "node" => "no start script, and no file such as index.js or server.js is there",
        "python" => "no framework or main file that is known, such as main.py, app.py or manage.py",
        "go" => "no package main, neither at the top nor under cmd",
        "dotnet" => "no project that can be run: none is a web project or has the OutputType Exe",
        "ruby" => "no config.ru, Rails application or Rakefile",
        "rust" => "no program: no src/main.rs, src/bin or [[bin]]",
        _ => "no start command",
    };

    private static string Fix(BuildPlan plan) => plan.Provider switch
    {
        "node" when plan.Build is null => "Add a \"start\" script to package.json for a server (such as \"node server.js\"), or a \"build\" script for a page (such as \"vite build\"); or set a start command in Source",
        "node" => "Add a \"start\" script to package.json, or set in Source a start command or, for static files, the output directory",
        "python" => "Name the file that starts it main.py or app.py, or set a start command in Source (such as \"python -m shop\")",
        "go" => "Put a package main at the top or under cmd, or set a build and a start command in Source",
        "dotnet" => "Set OutputType to Exe in the project that is to run, or the root directory to its folder, or set a build and a start command in Source",
        "ruby" => "Add a config.ru, or set a start command in Source (such as \"bundle exec ruby shop.rb\")",
        "rust" => "Add a src/main.rs, or set the root directory to the package that has the program",
        _ => "Set a start command in Source",
    };
}
