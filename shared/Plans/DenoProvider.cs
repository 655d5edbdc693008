using System.Text.Json;

namespace ClickDeploy.Plans;

/// <summary>Deno by its <c>deno.json</c>.</summary>
internal static class DenoProvider
{
    private static readonly string[] Endings = [".ts", ".js", ".mjs", ".mts"];

    public static PlanResult? Find(SourceFolder folder)
    {
        if (folder.First("deno.json", "deno.jsonc") is not { } decided)
        {
            return null;
        }

        var tasks = Tasks(folder.Read(decided));
        var file = folder.First("main.ts", "main.js", "main.mjs", "main.mts") ?? folder.Files(2).FirstOrDefault(file => Endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)));
        var cache = new Dictionary<string, string> { ["DENO_DIR"] = ".deno" };
        return new PlanResult.Planned(new()
        {
            Provider = "deno",
            Technology = "Deno",
            DecidedBy = folder.At(decided),
            Directory = folder.Directory,
            Install = file is null ? null : $"deno cache {CommandLine.File(file)}",
            Build = tasks.ContainsKey("build") ? "deno task build" : null,
            Start = tasks.ContainsKey("start") ? "deno task start" : file is null ? null : $"deno run --allow-all {CommandLine.File(file)}",
            BuildVariables = cache,
            Variables = cache,
            Tools = ["deno"],
        });
    }

    private static IReadOnlyDictionary<string, string> Tasks(string? text)
    {
        try
        {
            using var json = JsonText.Parse(text ?? "{}");
            return json.RootElement.Get("tasks").Map();
        }
        catch (JsonException)
        {
            return new Dictionary<string, string>();
        }
    }
}
