using System.Text.RegularExpressions;

namespace ClickDeploy.Plans.Node;

/// <summary>How a Node project is built: alone, or in a workspace after the members that it needs.</summary>
internal static partial class NodeBuilds
{
    public static string? Of(PackageJson package, PackageManager manager, Workspace? workspace)
    {
        if (package.Script("build") is null)
        {
            return null;
        }

        var name = package.Name is { } written && Plain().IsMatch(written) ? written : null;
        return workspace switch
        {
            { } around when name is not null && around.Root.Has("turbo.json") && around.Package.Uses("turbo") => manager.Execute($"turbo run build --filter={name}"),
            not null when name is not null && manager.Name == "pnpm" => $"pnpm --filter {name}... run build",
            _ => manager.Run("build"),
        };
    }

    [GeneratedRegex(@"\A(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~][a-z0-9._~-]*\z")]
    private static partial Regex Plain();
}
