using System.Text.Json;

namespace ClickDeploy.Plans;

/// <summary>Node by <c>package.json</c>, with npm.</summary>
internal static class NodeProvider
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static PlanResult? Find(SourceTree tree, string directory)
    {
        var manifest = At(directory, "package.json");
        if (tree.Read(manifest) is not { } text)
        {
            return null;
        }

        try
        {
            using var package = JsonDocument.Parse(text.TrimStart('\uFEFF'), Lenient);
            if (package.RootElement.ValueKind != JsonValueKind.Object)
            {
                return Broken(manifest, "it is not a JSON object");
            }

            var scripts = Scripts(package.RootElement);
            if (!scripts.Contains("start") && tree.HasFile(At(directory, "index.html")))
            {
                return null;        // Tools of a static site; its pages are what is wanted.
            }

            return new PlanResult.Planned(new()
            {
                Provider = "node",
                Technology = "Node",
                DecidedBy = manifest,
                Directory = directory,
                Install = tree.HasFile(At(directory, "package-lock.json")) || tree.HasFile(At(directory, "npm-shrinkwrap.json")) ? "npm ci" : "npm install",
                Build = scripts.Contains("build") ? "npm run build" : null,
                Start = scripts.Contains("start") ? "npm run start" : null,
            });
        }
        catch (JsonException fault)
        {
            return Broken(manifest, $"line {fault.LineNumber + 1} is not valid JSON");
        }
    }

    private static HashSet<string> Scripts(JsonElement package) =>
        package.TryGetProperty("scripts", out var scripts) && scripts.ValueKind == JsonValueKind.Object
            ? [.. scripts.EnumerateObject().Where(script => script.Value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(script.Value.GetString())).Select(script => script.Name)]
            : [];

    private static PlanResult.Refused Broken(string manifest, string why) =>
        new(new("package_json_invalid", $"{manifest} cannot be read: {why}.", "Mend the file and push, then deploy again."));

    private static string At(string directory, string name) => directory.Length == 0 ? name : $"{directory}/{name}";
}
