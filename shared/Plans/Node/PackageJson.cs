using System.Text.Json;

namespace ClickDeploy.Plans.Node;

/// <summary>What a plan needs of a <c>package.json</c>.</summary>
internal sealed record PackageJson
{
    public const string FileName = "package.json";

    public string? Name { get; private init; }

    public string? Main { get; private init; }

    /// <summary>As it is written: <c>pnpm@9.1.0+sha256.abc</c>.</summary>
    public string? PackageManager { get; private init; }

    public required IReadOnlyDictionary<string, string> Scripts { get; init; }

    public required IReadOnlyDictionary<string, string> Engines { get; init; }

    /// <summary>Of every kind but peers.</summary>
    public required IReadOnlySet<string> Dependencies { get; init; }

    /// <summary>The patterns of a workspace's members; empty: it is none.</summary>
    public required IReadOnlyList<string> Workspaces { get; init; }

    public string? Script(string name) => Scripts.GetValueOrDefault(name);

    public bool Uses(string package) => Dependencies.Contains(package);

    /// <summary>Null: it is not there. Refused: it cannot be read, and <paramref name="fault"/> says why.</summary>
    public static PackageJson? Read(SourceFolder folder, out PlanResult.Refused? fault)
    {
        fault = null;
        if (folder.Read(FileName) is not { } text)
        {
            fault = folder.Has(FileName) ? Broken(folder, "it is larger than 1 MiB") : null;
            return null;
        }

        try
        {
            using var json = JsonText.Parse(text);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return Of(json.RootElement);
            }

            fault = Broken(folder, "it is not a JSON object");
        }
        catch (JsonException broken)
        {
            fault = Broken(folder, $"line {broken.LineNumber + 1} is not valid JSON");
        }

        return null;
    }

    private static PackageJson Of(JsonElement json) => new()
    {
        Name = json.Get("name").Text(),
        Main = json.Get("main").Text(),
        PackageManager = json.Get("packageManager").Text(),
        Scripts = json.Get("scripts").Map(),
        Engines = json.Get("engines").Map(),
        Dependencies = new HashSet<string>([.. json.Get("dependencies").Keys(), .. json.Get("devDependencies").Keys(), .. json.Get("optionalDependencies").Keys()]),
        Workspaces = json.Get("workspaces") is { ValueKind: JsonValueKind.Object } nested ? nested.Get("packages").Texts() : json.Get("workspaces").Texts(),
    };

    private static PlanResult.Refused Broken(SourceFolder folder, string why) =>
        new("package_json_invalid", $"{folder.At(FileName)} cannot be read: {why}.", "Mend the file and push, then deploy again.");
}
