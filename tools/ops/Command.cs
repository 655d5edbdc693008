namespace ClickDeploy.Ops;

/// <summary>One thing that the program does.</summary>
/// <param name="Operands">Their names as the help shows them, all of them needed.</param>
internal sealed record Command(string Name, IReadOnlyList<string> Operands, string Meaning, Func<Session, Invocation, CancellationToken, Task<int>> Run)
{
    public IReadOnlyList<Option> Options { get; init; } = [];

    /// <summary>In development mode, where anybody may name one.</summary>
    public string Organisation { get; init; } = "dev";

    public string Usage => string.Join(' ', [Name, .. Options.Select(option => $"[{option.Name}{(option.Value is { } value ? $" {value}" : "")}]"), .. Operands]);
}
