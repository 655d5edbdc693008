using System.Text.Json;
using ClickDeploy.Ops.Platform;

namespace ClickDeploy.Ops.Commands;

/// <summary>What one operation did.</summary>
internal static class OperationCommand
{
    public static Command Command { get; } = new("operation", ["ID"], "one of them, step by step", Run);

    private static async Task<int> Run(Session session, Invocation invocation, CancellationToken cancellation)
    {
        var operation = await session.Platform.Get($"/operations/{Uri.EscapeDataString(invocation.Operands[0])}", cancellation);
        session.Screen.Json(operation);
        session.Screen.Line($"{operation.Text("kind")} is {operation.Text("status")}", Tones.OfOperation(operation.Text("status")));
        session.Screen.Table(["STEP", "KIND", "STATE", "ATTEMPT", "TOOK", "ERROR"], [.. operation.Items("steps").Select(Row)]);
        return ExitCode.Done;
    }

    private static IReadOnlyList<Cell> Row(JsonElement step) =>
        [step.Text("name"), step.Text("kind"), new(step.Text("status") ?? "", Tones.OfOperation(step.Text("status"))), step.Text("attempt"), OperationsCommand.Took(step), step.Text("error")];
}
