using Microsoft.DurableTask;

namespace ClickDeploy.SelfHost.Durable.History;

/// <summary>A failure as it is stored; <see cref="TaskFailureDetails"/> is what the API shows of it.</summary>
internal sealed record Failure(string Type, string Message, string? Stack, Failure? Inner)
{
    private const int MaxStack = 8 * 1024;

    // Each layer is one of JSON too, which is read to a depth of 64.
    private const int MaxLayers = 20;

    public static Failure From(Exception exception) => From(TaskFailureDetails.FromException(exception));

    public static Failure From(TaskFailureDetails details) => From(details, MaxLayers);

    public TaskFailureDetails ToDetails() => new(Type, Message, Stack, Inner?.ToDetails(), Properties: null);

    public override string ToString() => $"{Type}: {Message}";

    private static Failure From(TaskFailureDetails details, int layers) => new(
        details.ErrorType,
        details.ErrorMessage,
        details.StackTrace is { Length: > MaxStack } stack ? stack[..MaxStack] : details.StackTrace,
        layers > 1 && details.InnerFailure is { } inner ? From(inner, layers - 1) : null);
}
