namespace ClickDeploy.Functions.Audit;

/// <summary>A write that is no change of an object: it is not recorded.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NotAuditedAttribute(string why) : Attribute
{
    public string Why { get; } = why;
}
