namespace ClickDeploy.Functions.OpenApi;

/// <summary>The codes of the conflicts (409) that a function may answer with, for the API's description.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RefusesAttribute(params string[] codes) : Attribute
{
    public IReadOnlyList<string> Codes { get; } = codes;
}
