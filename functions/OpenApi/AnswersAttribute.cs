namespace ClickDeploy.Functions.OpenApi;

/// <summary>What a function over HTTP answers: a status and the type of its body, for the API's description.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class AnswersAttribute(int status, Type? body = null) : Attribute
{
    public int Status { get; } = status;

    public Type? Body { get; } = body;

    /// <summary>The type of content, where it is no JSON.</summary>
    public string? Content { get; init; }
}
