namespace ClickDeploy.Variables;

/// <summary>What is told of a revision: everything but the values. Revisions count from 1 and never change.</summary>
public sealed record VariableRevision
{
    public required int Number { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The user who made it.</summary>
    public required string By { get; init; }

    /// <summary>What is different from the revision before.</summary>
    public required IReadOnlyList<VariableChange> Changes { get; init; }

    /// <summary>The revision whose variables were brought back; null: it is an edit.</summary>
    public int? RestoredFrom { get; init; }

    /// <summary>The request that asked for it, where it may be repeated.</summary>
    public Guid? Request { get; init; }

    /// <summary>Ordered by key.</summary>
    public required IReadOnlyList<VariableEntry> Variables { get; init; }

    /// <summary>Before the first variable was set.</summary>
    public static VariableRevision None { get; } = new() { Number = 0, At = default, By = "", Changes = [], Variables = [] };

    /// <summary>Which variables a process would get with another value, ordered by key.</summary>
    public static IReadOnlyList<VariableChange> Between(VariableRevision before, VariableRevision after) => VariableChange.Between(before.Variables, after.Variables, (one, other) => one.Digest == other.Digest);
}

/// <summary>A variable without its value. <paramref name="Digest"/>: keyed; the same for the same value of the same key of a service.</summary>
public sealed record VariableEntry(string Key, bool IsSecret, string Digest, DateTimeOffset UpdatedAt, VariableLink? Link = null);

public sealed record VariableChange(string Key, VariableChangeKind Kind)
{
    internal static IReadOnlyList<VariableChange> Between(IReadOnlyList<VariableEntry> before, IReadOnlyList<VariableEntry> after, Func<VariableEntry, VariableEntry, bool> same)
    {
        var (old, present) = (before.ToDictionary(entry => entry.Key), after.ToDictionary(entry => entry.Key));
        var changes = present.Values.Where(entry => !old.TryGetValue(entry.Key, out var was) || !same(was, entry))
            .Select(entry => new VariableChange(entry.Key, old.ContainsKey(entry.Key) ? VariableChangeKind.Changed : VariableChangeKind.Added));
        var gone = old.Keys.Where(key => !present.ContainsKey(key)).Select(key => new VariableChange(key, VariableChangeKind.Removed));
        return [.. changes.Concat(gone).OrderBy(change => change.Key, StringComparer.Ordinal)];
    }
}

public enum VariableChangeKind
{
    Added,
    Changed,
    Removed,
}
