using System.Text.RegularExpressions;
using ClickDeploy.Clients.Git;
using ClickDeploy.Core;

namespace ClickDeploy.Services;

/// <summary>What the source of a service may be.</summary>
public static partial class GitSourceRules
{
    private const int LongestToken = 1024;
    private const string TokenShape = "[!-~]+";

    public static FieldRule UrlRule { get; } = new(Longest: GitUrl.Longest);

    /// <summary>In bytes, of which a character has at least one.</summary>
    public static FieldRule BranchRule { get; } = new(Longest: GitRevision.Longest);

    public static FieldRule TokenRule { get; } = new(TokenShape, Shortest: 1, Longest: LongestToken);

    public static IReadOnlyList<FieldFault> Check(GitSource source, bool allowFiles) =>
    [
        .. Refusal("git_source.url", GitUrl.Parse(source.Url, allowFiles)),
        .. Refusal("git_source.branch", GitRevision.Parse(source.Branch)),
        .. RootDir(source.RootDir),
        .. Token(source),
    ];

    private static IEnumerable<FieldFault> Refusal<T>(string field, Parsed<T> parsed)
    {
        if (parsed is Parsed<T>.Refused refused)
        {
            yield return new(field, refused.Code, refused.Message);
        }
    }

    // A line feed would be one more answer to Git's question.
    private static IEnumerable<FieldFault> Token(GitSource source)
    {
        if (source.NewToken?.Reveal() is not { } token)
        {
            yield break;
        }

        if (token.Length > LongestToken || !TokenPattern().IsMatch(token))
        {
            yield return new("git_source.token", "invalid_token", $"The token must have 1 to {LongestToken} visible ASCII characters, without spaces. Copy it again from your Git host; null removes it.");
        }
        else if (source.Origin is null)
        {
            yield return new("git_source.token", "not_with_this_url", "A token is used with https:// addresses only. Write the repository's address so, or leave the token out.");
        }
    }

    private static IEnumerable<FieldFault> RootDir(string path)
    {
        if (Characters.CountOf(path) > ServiceRules.LongestPath || path.Any(char.IsControl))
        {
            yield return new("git_source.root_dir", "invalid_path", $"The root directory must have at most {ServiceRules.LongestPath} characters and no control characters, such as '/' or '/apps/web'.");
        }
        else if (path.Split('/').Contains(".."))
        {
            yield return new("git_source.root_dir", "invalid_path", "The root directory may not contain '..'. Write it from the repository's root, such as '/apps/web'.");
        }
    }

    [GeneratedRegex(@"\A" + TokenShape + @"\z")]
    private static partial Regex TokenPattern();
}
