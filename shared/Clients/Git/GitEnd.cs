namespace ClickDeploy.Clients.Git;

/// <summary>How a call of Git ended that did not succeed.</summary>
public abstract record GitEnd
{
    private GitEnd()
    {
    }

    public sealed record Exited(int Code) : GitEnd;

    /// <summary>It ran into its time-out and was killed.</summary>
    public sealed record TimedOut : GitEnd;

    /// <summary>It was killed by somebody else: <paramref name="Reason"/>.</summary>
    public sealed record Killed(string Reason) : GitEnd;
}
