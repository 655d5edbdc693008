namespace ClickDeploy.Functions.OpenApi;

/// <summary>The function reads a body of <c>text/plain</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TextBodyAttribute : Attribute;
