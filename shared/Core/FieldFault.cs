namespace ClickDeploy.Core;

/// <summary>One field of what was asked that cannot be accepted. <paramref name="Field"/>: its path in the body (<c>git_source.url</c>); <paramref name="Message"/> says what is wrong and what to write instead.</summary>
public sealed record FieldFault(string Field, string Code, string Message);
