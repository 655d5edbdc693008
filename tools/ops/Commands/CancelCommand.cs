using ClickDeploy.Ops.Platform;

namespace ClickDeploy.Ops.Commands;

/// <summary>Ends a deployment that is under way, or undoes what an operation left whose orchestration was terminated or failed. Others end by themselves, and the platform says so.</summary>
internal static class CancelCommand
{
    public static Command Command { get; } = new("cancel", ["ID"], "ends a deployment that is under way; undoes what a terminated or failed operation left", Run);

    private static async Task<int> Run(Session session, Invocation invocation, CancellationToken cancellation)
    {
        var id = Uri.EscapeDataString(invocation.Operands[0]);
        try
        {
            session.Screen.Json(await session.Platform.Post($"/deployments/{id}/cancel", new { }, cancellation));
        }
        catch (Refusal refusal) when (refusal.Status == 404)
        {
            session.Screen.Json(await session.Platform.Post($"/operations/{id}/cancel", new { }, cancellation));
        }

        session.Screen.Line("It is being cancelled.");
        return ExitCode.Done;
    }
}
