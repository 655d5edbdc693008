namespace ClickDeploy.Clients.Git;

/// <summary>What became of a short call.</summary>
public abstract record ShortGitResult
{
    private ShortGitResult()
    {
    }

    /// <summary>Exit code 0.</summary>
    public sealed record Succeeded(string Output) : ShortGitResult;

    /// <summary>Anything else; <paramref name="Output"/> is stdout and stderr.</summary>
    public sealed record Failed(GitEnd End, string Output) : ShortGitResult;
}
