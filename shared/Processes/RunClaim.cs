namespace ClickDeploy.Processes;

/// <summary>Who holds a run's folder. It never changes once it is there.</summary>
internal abstract record RunClaim
{
    private RunClaim()
    {
    }

    /// <summary>The wrapper that runs, or ran, the command.</summary>
    public sealed record ByProcess(ProcessIdentity Process) : RunClaim;

    /// <summary>It was stopped before it started.</summary>
    public sealed record Stopped : RunClaim;

    public sealed record Failed(string Reason) : RunClaim;
}
