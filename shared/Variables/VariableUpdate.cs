namespace ClickDeploy.Variables;

/// <summary>What became of a change of a service's variables.</summary>
public abstract record VariableUpdate
{
    private VariableUpdate()
    {
    }

    /// <summary>They are as asked for: a new revision, or the same where nothing was different.</summary>
    public sealed record Updated(VariableSet Set) : VariableUpdate;

    /// <summary>They were changed since the revision that the caller has read.</summary>
    public sealed record Stale : VariableUpdate;

    public sealed record Refused(VariableRefusal Reason, string Key) : VariableUpdate;

    public sealed record TooMany(int Limit) : VariableUpdate;

    public sealed record TooLarge(int Bytes, int Limit) : VariableUpdate;
}

/// <summary>What an edit makes of the variables, or why it cannot.</summary>
public abstract record VariableEdit
{
    private VariableEdit()
    {
    }

    public sealed record To(IReadOnlyList<VariableInput> Variables, int? RestoredFrom = null) : VariableEdit;

    public sealed record Refused(VariableRefusal Reason, string Key) : VariableEdit;
}

public enum VariableRefusal
{
    /// <summary>There is a variable of that key.</summary>
    KeyTaken,

    /// <summary>There is none.</summary>
    NoSuchKey,

    /// <summary>A secret becomes readable only with a new value.</summary>
    SecretNeedsValue,
}
