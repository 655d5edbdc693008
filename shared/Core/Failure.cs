namespace ClickDeploy.Core;

/// <summary>What went wrong, for a person: shown beside the thing. <paramref name="Code"/> is stable and snake_case; <paramref name="Fix"/> says what to do.</summary>
public sealed record Failure(string Code, string Message, string Fix);
