namespace ClickDeploy.Clients.Git;

/// <summary>The branches of a repository. <paramref name="Default"/>: the one that it points at itself; null: it does not say.</summary>
public sealed record GitBranches(string? Default, IReadOnlyList<string> Names)
{
    private const string Heads = "refs/heads/";

    /// <summary>Reads the answer of <see cref="GitCommands.LsBranches"/>: <c>ref: refs/heads/main TAB HEAD</c>, then <c>sha TAB refs/heads/name</c> for each.</summary>
    public static GitBranches Parse(string output)
    {
        string? main = null;
        var names = new List<string>();
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (line.Split('\t'))
            {
                case [var value, "HEAD"] when value.StartsWith("ref: " + Heads, StringComparison.Ordinal):
                    main = value[("ref: " + Heads).Length..];
                    break;
                case [_, var name] when name.StartsWith(Heads, StringComparison.Ordinal):
                    names.Add(name[Heads.Length..]);
                    break;
            }
        }

        return new(main, [.. names.OrderBy(name => name != main).ThenBy(name => name, StringComparer.Ordinal)]);
    }
}
