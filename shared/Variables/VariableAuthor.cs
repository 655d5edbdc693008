namespace ClickDeploy.Variables;

/// <summary>Who makes a revision. <paramref name="Request"/>: the request that asks for it, so that its repeat finds what it has made.</summary>
public sealed record VariableAuthor(string Name, Guid? Request = null)
{
    /// <summary>Values of links are the platform's to know.</summary>
    public static VariableAuthor Platform { get; } = new("click-to-deploy");
}
