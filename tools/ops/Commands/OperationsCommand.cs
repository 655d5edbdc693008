using System.Globalization;
using System.Text.Json;
using ClickDeploy.Ops.Platform;

namespace ClickDeploy.Ops.Commands;

/// <summary>What the platform does and did, newest first.</summary>
internal static class OperationsCommand
{
    private const int Default = 50;
    private const int Most = 10_000;
    private static readonly Option Limit = new("--limit", "N", "this many instead of 50");

    public static Command Command { get; } = new("operations", [], "what the platform does and did, newest first", Run) { Options = [Limit] };

    private static async Task<int> Run(Session session, Invocation invocation, CancellationToken cancellation)
    {
        var limit = invocation.Value(Limit) is not { } text ? Default
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Most ? number
            : throw Refusal.Usage($"--limit is '{text}': give a number from 1 to {Most}.");
        var operations = await session.Platform.List("/operations", limit, cancellation);
        foreach (var operation in operations)
        {
            session.Screen.Json(operation);
        }

        session.Screen.Table(["ID", "KIND", "STATE", "STARTED", "TOOK", "OBJECT"], [.. operations.Select(Row)]);
        return ExitCode.Done;
    }

    private static IReadOnlyList<Cell> Row(JsonElement operation)
    {
        var about = operation.Member("object");
        return
        [
            operation.Text("id"), operation.Text("kind"), new(operation.Text("status") ?? "", Tones.OfOperation(operation.Text("status"))),
            operation.Time("started_at")?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), Took(operation), $"{about?.Text("kind")} {about?.Text("id")}",
        ];
    }

    internal static string Took(JsonElement operation) => operation.Time("started_at") is { } from && operation.Time("finished_at") is { } to
        ? string.Create(CultureInfo.InvariantCulture, $"{(to - from).TotalSeconds:0.0} s") : "";
}
