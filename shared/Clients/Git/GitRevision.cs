using System.Text;
using System.Text.RegularExpressions;
using ClickDeploy.Core;

namespace ClickDeploy.Clients.Git;

/// <summary>Which state of a repository: its default branch, a branch or tag, or a commit. <see cref="Source"/> is what a fetch asks for.</summary>
public sealed partial record GitRevision
{
    public const int Longest = 255;

    private GitRevision(string source, bool isCommit)
    {
        Source = source;
        IsCommit = isCommit;
    }

    /// <summary>What the repository itself points at.</summary>
    public static GitRevision Default { get; } = new("HEAD", isCommit: false);

    /// <summary><c>HEAD</c>, a name, or 40 (SHA-256: 64) hexadecimal digits in lower case.</summary>
    public string Source { get; }

    public bool IsCommit { get; }

    public override string ToString() => Source;

    /// <summary>A branch, a tag, a full commit id; null or "" is the default branch. The rules are those of <c>git check-ref-format</c>.</summary>
    public static Parsed<GitRevision> Parse(string? text)
    {
        if (string.IsNullOrEmpty(text) || text == "HEAD")
            return new Parsed<GitRevision>.Accepted(Default);
        if (CommitId().IsMatch(text))
            return new Parsed<GitRevision>.Accepted(new(text.ToLowerInvariant(), isCommit: true));
        return Fault(text) is { } fault
            ? new Parsed<GitRevision>.Refused("invalid_ref", $"'{Shown.Of(text)}' cannot be a branch, tag or commit: {fault}.")
            : new Parsed<GitRevision>.Accepted(new(text, isCommit: false));
    }

    private static string? Fault(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) > Longest)
            return $"it is longer than {Longest} bytes";
        if (name[0] == '-')
            return "it begins with '-'";
        if (name == "@")
            return "'@' alone is none";
        if (name.Any(character => character is <= ' ' or '\u007f' or '~' or '^' or ':' or '?' or '*' or '[' or '\\'))
            return "spaces, control characters, ~ ^ : ? * [ and \\ are not allowed";
        if (name.Contains("..", StringComparison.Ordinal) || name.Contains("@{", StringComparison.Ordinal))
            return "'..' and '@{' are not allowed";
        if (name[^1] == '.')
            return "it ends with '.'";
        return name.Split('/').Any(part => part.Length == 0 || part[0] == '.' || part.EndsWith(".lock", StringComparison.Ordinal))
            ? "a part between slashes is empty, begins with '.' or ends with '.lock'"
            : null;
    }

    [GeneratedRegex(@"\A([0-9a-fA-F]{40}|[0-9a-fA-F]{64})\z")]
    private static partial Regex CommitId();
}
