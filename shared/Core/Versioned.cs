namespace ClickDeploy.Core;

/// <summary>A value as it was read, with the ETag to change just that version.</summary>
public sealed record Versioned<T>(T Value, string ETag);
