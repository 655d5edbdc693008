using ClickDeploy.Ops.Platform;

namespace ClickDeploy.Ops.Commands;

/// <summary>Has an operation that failed go on. A deployment that failed begins again, under an id of its own.</summary>
internal static class RetryCommand
{
    public static Command Command { get; } = new("retry", ["ID"], "has an operation that failed try again", Run);

    private static async Task<int> Run(Session session, Invocation invocation, CancellationToken cancellation)
    {
        var given = invocation.Operands[0];
        var operation = await session.Platform.Post($"/operations/{Uri.EscapeDataString(given)}/retry", new { }, cancellation);
        session.Screen.Json(operation);
        session.Screen.Line(operation.Text("id") is { } id && id != given ? $"It begins again as {id}." : "It goes on from the step that failed.");
        return ExitCode.Done;
    }
}
