namespace ClickDeploy.Functions.Limits;

/// <summary>Requests to the function do not count against the rate limit: streams, and reads of one's own deployment while it runs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NotCountedAttribute : Attribute;
