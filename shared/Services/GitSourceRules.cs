using ClickDeploy.Clients.Git;
using ClickDeploy.Core;

namespace ClickDeploy.Services;

/// <summary>What the source of a service may be.</summary>
public static class GitSourceRules
{
    public static IReadOnlyList<FieldFault> Check(GitSource source, bool allowFiles) =>
    [
        .. Refusal("git_source.url", GitUrl.Parse(source.Url, allowFiles)),
        .. Refusal("git_source.branch", GitRevision.Parse(source.Branch)),
        .. RootDir(source.RootDir),
    ];

    private static IEnumerable<FieldFault> Refusal<T>(string field, Parsed<T> parsed)
    {
        if (parsed is Parsed<T>.Refused refused)
        {
            yield return new(field, refused.Code, refused.Message);
        }
    }

    private static IEnumerable<FieldFault> RootDir(string path)
    {
        if (path.Length > ServiceRules.LongestPath || path.Any(char.IsControl))
        {
            yield return new("git_source.root_dir", "invalid_path", $"The root directory must have at most {ServiceRules.LongestPath} characters and no control characters, such as '/' or '/apps/web'.");
        }
        else if (path.Split('/').Contains(".."))
        {
            yield return new("git_source.root_dir", "invalid_path", "The root directory may not contain '..'. Write it from the repository's root, such as '/apps/web'.");
        }
    }
}
