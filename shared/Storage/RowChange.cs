namespace ClickDeploy.Storage;

/// <summary>One change of a batch. ETags are those that a read or an earlier commit gave.</summary>
public abstract record RowChange(string Key)
{
    /// <summary>Adds the row; a conflict when it is there.</summary>
    public sealed record Insert(string Key, RowData Data) : RowChange(Key);

    /// <summary>Replaces the whole row; a conflict when it is not there, or its ETag is another one.</summary>
    public sealed record Replace(string Key, RowData Data, string ETag) : RowChange(Key);

    /// <summary>Writes the row whether or not it is there.</summary>
    public sealed record Upsert(string Key, RowData Data) : RowChange(Key);

    /// <summary>Removes the row. With an ETag: a conflict when it is not there or its ETag is another one. Without: a row that is not there is a conflict too.</summary>
    public sealed record Delete(string Key, string? ETag = null) : RowChange(Key);
}
