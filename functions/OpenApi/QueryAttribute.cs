namespace ClickDeploy.Functions.OpenApi;

/// <summary>A parameter of the query that a function reads, for the API's description. A test watches what is read.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class QueryAttribute(string name, string description) : Attribute
{
    public string Name { get; } = name;

    public string Description { get; } = description;
}
