namespace ClickDeploy.Functions.Auth;

/// <summary>Who may call a function over HTTP. A function has this or <see cref="AnyoneAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsAttribute(Role role) : Attribute
{
    public Role Role { get; } = role;
}
