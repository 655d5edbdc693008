namespace ClickDeploy.Core;

/// <summary>
/// What a field may hold, as far as the API's description can say it: made of the constants that the rules themselves check, so that the two never differ.
/// <paramref name="Shortest"/>, <paramref name="Longest"/>: in <see cref="Characters"/>. <paramref name="Shape"/>: a regular expression of the whole text, without anchors, that .NET and ECMAScript read alike.
/// </summary>
public sealed record FieldRule(
    string? Shape = null,
    int? Shortest = null,
    int? Longest = null,
    double? Least = null,
    double? Most = null,
    IReadOnlyList<string>? OneOf = null,
    string? Format = null);
