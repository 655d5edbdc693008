using System.Text.RegularExpressions;

namespace ClickDeploy.Plans.Node;

/// <summary>The Node that a project asks for: what stands nearest to it and says it most plainly wins.</summary>
internal static partial class NodeVersions
{
    public static WantedVersion? Of(SourceFolder folder, SourceFolder root, PackageJson package, PackageJson rootPackage) =>
        ByFile(folder) ?? ByEngines(folder, package) ?? (root == folder ? null : ByFile(root) ?? ByEngines(root, rootPackage));

    private static WantedVersion? ByFile(SourceFolder folder) =>
        Found(folder, "mise.toml", folder.Match("mise.toml", Mise()))
        ?? Found(folder, ".tool-versions", folder.Match(".tool-versions", ToolVersions()))
        ?? Found(folder, ".nvmrc", folder.Match(".nvmrc", Line()))
        ?? Found(folder, ".node-version", folder.Match(".node-version", Line()));

    private static WantedVersion? ByEngines(SourceFolder folder, PackageJson package) =>
        package.Engines.GetValueOrDefault("node") is { } version && version != "*" ? new("node", version, folder.At(PackageJson.FileName)) : null;

    private static WantedVersion? Found(SourceFolder folder, string file, string? version) => version is null ? null : new("node", Number(version), folder.At(file));

    // The names of the long-term releases.
    private static string Number(string version) => version.ToLowerInvariant() switch
    {
        "lts/argon" => "4",
        "lts/boron" => "6",
        "lts/carbon" => "8",
        "lts/dubnium" => "10",
        "lts/erbium" => "12",
        "lts/fermium" => "14",
        "lts/gallium" => "16",
        "lts/hydrogen" => "18",
        "lts/iron" => "20",
        "lts/jod" => "22",
        "lts/krypton" => "24",
        _ => version.TrimStart('v'),
    };

    [GeneratedRegex(@"^\s*([^\s#]+)", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"^\s*(?:nodejs|node)\s+([^\s#]+)", RegexOptions.Multiline)]
    private static partial Regex ToolVersions();

    [GeneratedRegex(@"^\s*(?:nodejs|node)\s*=\s*[""']([^""']+)[""']", RegexOptions.Multiline)]
    private static partial Regex Mise();
}
