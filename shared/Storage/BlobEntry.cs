namespace ClickDeploy.Storage;

/// <summary>A blob as a listing shows it. <paramref name="Length"/> in bytes.</summary>
public sealed record BlobEntry(string Name, long Length);
