namespace ClickDeploy.Clients.Git;

/// <summary>What a name means in a repository now: the ref's full name, and the commit it points to.</summary>
public sealed record GitRef(string Name, string Sha)
{
    /// <summary>The same state by its full name, so that a tag and a branch of one name are told apart.</summary>
    public GitRevision Revision => GitRevision.Parse(Name) is Parsed<GitRevision>.Accepted accepted ? accepted.Value : GitRevision.Default;

    /// <summary>Reads the answer of <see cref="GitCommands.LsRemote"/>: a branch before a tag. Null: there is none of this name.</summary>
    public static GitRef? Parse(string output, GitRevision revision)
    {
        var refs = new Dictionary<string, string>(StringComparer.Ordinal);
        string? branch = null;
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split('\t') is not [var value, var name])
                continue;
            if (!value.StartsWith("ref: ", StringComparison.Ordinal))
                refs[name] = value;
            else if (name == "HEAD")
                branch = value["ref: ".Length..];
        }

        if (revision == GitRevision.Default)
            return refs.TryGetValue("HEAD", out var head) ? new(branch ?? "HEAD", head) : null;
        foreach (var name in Names(revision))
        {
            if ((refs.GetValueOrDefault(Peeled(name)) ?? refs.GetValueOrDefault(name)) is { } sha)
                return new(name, sha);
        }

        return null;
    }

    /// <summary>What a name can mean, the first that there is: a branch, a tag, a ref by its full name.</summary>
    internal static string[] Names(GitRevision revision) => [$"refs/heads/{revision.Source}", $"refs/tags/{revision.Source}", revision.Source];

    /// <summary>An annotated tag is an object of its own; under this name the commit is listed that it points to.</summary>
    internal static string Peeled(string name) => name + "^{}";
}
