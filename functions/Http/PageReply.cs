namespace ClickDeploy.Functions.Http;

/// <summary>One page of a list.</summary>
public sealed record PageReply<T>(IReadOnlyList<T> Items, string? NextCursor);
