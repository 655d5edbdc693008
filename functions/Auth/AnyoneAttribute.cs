namespace ClickDeploy.Functions.Auth;

/// <summary>The function answers without a token: health, sign-in, the static page.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AnyoneAttribute : Attribute;
