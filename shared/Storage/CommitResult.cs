namespace ClickDeploy.Storage;

/// <summary>What became of a batch.</summary>
public abstract record CommitResult
{
    private CommitResult()
    {
    }

    /// <summary>All of it is durable. <paramref name="ETags"/>: one for each change in their order, null for deletes.</summary>
    public sealed record Committed(IReadOnlyList<string?> ETags) : CommitResult;

    /// <summary>None of it was applied. <paramref name="Index"/>: the first change whose condition did not hold.</summary>
    public sealed record Conflict(int Index, ConflictKind Kind) : CommitResult;
}

/// <summary>Why a change could not be applied.</summary>
public enum ConflictKind
{
    Exists,
    NotFound,
    Stale,
}
