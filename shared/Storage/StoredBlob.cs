namespace ClickDeploy.Storage;

/// <summary>A blob with the place where it is.</summary>
public sealed record StoredBlob(string Container, string Name, long Length);
