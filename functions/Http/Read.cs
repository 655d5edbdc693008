using System.Diagnostics.CodeAnalysis;

namespace ClickDeploy.Functions.Http;

/// <summary>What was read from a request, or why it cannot be accepted.</summary>
public sealed class Read<T>
    where T : notnull
{
    private readonly T? _value;
    private readonly Problem? _problem;

    private Read(T? value, Problem? problem)
    {
        (_value, _problem) = (value, problem);
    }

    public static implicit operator Read<T>(T value) => new(value, null);

    public static implicit operator Read<T>(Problem problem) => new(default, problem);

    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Problem? problem)
    {
        (value, problem) = (_value, _problem);
        return problem is null;
    }
}
