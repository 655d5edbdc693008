using System.Text.Json;

namespace ClickDeploy.Plans.Node;

/// <summary>Where <c>angular.json</c> says that a build goes.</summary>
internal static class AngularWorkspace
{
    /// <summary>Of the default project, else the first application; null: none is told.</summary>
    public static string? Output(string text)
    {
        try
        {
            using var json = JsonText.Parse(text);
            if (json.RootElement.Get("projects") is not { ValueKind: JsonValueKind.Object } projects)
            {
                return null;
            }

            var asked = json.RootElement.Get("defaultProject").Text();
            var applications = projects.EnumerateObject().Where(project => project.Value.Get("projectType").Text() is null or "application").ToList();
            var project = applications.FirstOrDefault(project => project.NameEquals(asked ?? ""));
            project = project.Value.ValueKind == JsonValueKind.Object ? project : applications.FirstOrDefault();
            return project.Value.ValueKind == JsonValueKind.Object ? Output(project) : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Output(JsonProperty project)
    {
        var build = project.Value.Get("architect")?.Get("build") ?? project.Value.Get("targets")?.Get("build");
        var options = build?.Get("options");
        // Its newer builder writes what a browser loads into a folder of its own.
        var browser = build?.Get("builder").Text() is { } builder && builder.EndsWith(":application", StringComparison.Ordinal);
        var output = options?.Get("outputPath") is { ValueKind: JsonValueKind.Object } parts ? parts.Get("base").Text() : options?.Get("outputPath").Text();
        var flat = options?.Get("outputPath")?.Get("browser") is { ValueKind: JsonValueKind.String } named && string.IsNullOrEmpty(named.GetString());
        return $"{(output ?? $"dist/{project.Name}").TrimStart('.', '/').TrimEnd('/')}{(browser && !flat ? "/browser" : "")}";
    }
}
