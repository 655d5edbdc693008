namespace ClickDeploy.Plans;

/// <summary>Static files by <c>index.html</c>: served as they are.</summary>
internal static class StaticProvider
{
    public const string Name = "static";

    public static PlanResult? Find(SourceTree tree, string directory)
    {
        var page = directory.Length == 0 ? "index.html" : $"{directory}/index.html";
        return tree.HasFile(page)
            ? new PlanResult.Planned(new() { Provider = Name, Technology = "Static files", DecidedBy = page, Directory = directory })
            : null;
    }
}
