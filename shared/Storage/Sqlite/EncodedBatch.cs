namespace ClickDeploy.Storage.Sqlite;

/// <summary>A batch as it goes to the writer: encoded on the caller's thread, so that later changes to the caller's rows do not matter.</summary>
internal sealed record EncodedBatch(byte[] Partition, IReadOnlyList<EncodedChange> Changes)
{
    public int Bytes => Changes.Sum(change => change.Key.Length + (change.Data?.Length ?? 0));
}

/// <param name="Data">The row, or null when it is deleted.</param>
internal sealed record EncodedChange(byte[] Key, Condition Condition, string? ETag, byte[]? Data)
{
    public static EncodedChange From(RowChange change)
    {
        var key = KeyCodec.Encode(change.Key);
        return change switch
        {
            RowChange.Insert insert => new(key, Condition.Absent, null, RowCodec.Encode(insert.Data)),
            RowChange.Replace replace => new(key, Condition.Same, replace.ETag, RowCodec.Encode(replace.Data)),
            RowChange.Upsert upsert => new(key, Condition.None, null, RowCodec.Encode(upsert.Data)),
            RowChange.Delete { ETag: { } etag } => new(key, Condition.Same, etag, null),
            _ => new(key, Condition.Present, null, null),
        };
    }
}

/// <summary>What must hold for the row before a change.</summary>
internal enum Condition
{
    None,
    Absent,
    Present,
    Same,
}
