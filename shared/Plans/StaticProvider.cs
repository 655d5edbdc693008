using System.Text.RegularExpressions;

namespace ClickDeploy.Plans;

/// <summary>Static files: the folder that <c>Staticfile</c> names, <c>public</c>, or where <c>index.html</c> is. Served as they are.</summary>
internal static partial class StaticProvider
{
    public const string Name = "static";

    public static PlanResult? Find(SourceFolder folder)
    {
        if (folder.Match("Staticfile", Root()) is { } root)
        {
            return folder.HasDirectory(root.Trim('/'))
                ? Served(folder, "Staticfile", root.Trim('/'))
                : new PlanResult.Refused("static_root_missing", $"{folder.At("Staticfile")} names the root \"{root}\", and there is no such directory.", "Name a directory of the repository there; for one that a build makes, set the build command and the output directory.");
        }

        return folder.Has("index.html") ? Served(folder, "index.html", "")
            : folder.Has("public/index.html") ? Served(folder, "public/index.html", "public")
            : folder.Has("Staticfile") && folder.HasDirectory("public") ? Served(folder, "Staticfile", "public")
            : null;
    }

    private static PlanResult.Planned Served(SourceFolder folder, string decided, string root) => new(new()
    {
        Provider = Name,
        Technology = "Static files",
        DecidedBy = folder.At(decided),
        Directory = folder.Directory,
        Output = root.Length == 0 ? folder.Directory : folder.At(root),
    });

    [GeneratedRegex(@"^root:\s*[""']?([^\s""'#]+)", RegexOptions.Multiline)]
    private static partial Regex Root();
}
