namespace ClickDeploy.Storage;

/// <summary>A row as it was read: its keys, the ETag of this version and its properties.</summary>
public sealed record Row(string Partition, string Key, string ETag, RowData Data);
