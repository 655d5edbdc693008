using System.Globalization;
using System.Text.Json;
using ClickDeploy.Ops.History;
using ClickDeploy.Ops.Platform;

namespace ClickDeploy.Ops.Commands;

/// <summary>What the platform does and did, newest first.</summary>
internal static class OperationsCommand
{
    private const int Default = 50;
    private const int Most = 10_000;
    /// <summary>What one that follows another is at.</summary>
    internal const string Turn = "Waits for its turn at the service";
    private static readonly string[] Columns = ["ID", "KIND", "STATE", "STARTED", "TOOK", "OBJECT", "NOW"];
    private static readonly Option Limit = new("--limit", "N", "this many instead of 50");
    private static readonly Option Kind = new("--kind", "KIND", "only that kind, such as deploy");
    private static readonly Option State = new("--state", "STATE", "only those that are so, such as running or failed");
    private static readonly Option About = new("--object", "ID", "only those about the object of that id");
    private static readonly Option Since = new("--since", "TIME", "only those that started from this time on, as 2026-01-31T12:00:00Z");

    public static Command Command { get; } = new("operations", [], "what the platform does and did, newest first", Run) { Options = [Limit, Kind, State, About, Since] };

    private static async Task<int> Run(Session session, Invocation invocation, CancellationToken cancellation)
    {
        var screen = session.Screen;
        var limit = invocation.Value(Limit) is not { } text ? Default
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Most ? number
            : throw Refusal.Usage($"--limit is '{text}': give a number from 1 to {Most}.");
        var filter = string.Join('&', new[] { ("kind", invocation.Value(Kind)), ("state", invocation.Value(State)), ("object", invocation.Value(About)), ("since", invocation.Time(Since)) }.Where(part => part.Item2 is not null).Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2!)}"));
        var operations = await Asked(session.Platform, filter.Length == 0 ? "/operations" : $"/operations?{filter}", limit, cancellation);
        foreach (var operation in operations)
        {
            screen.Json(operation);
        }

        if (screen.IsJson)
        {
            return ExitCode.Done;
        }

        var (names, now) = (await ObjectNames.Of(session.Platform, operations, cancellation), DateTimeOffset.UtcNow);
        if (operations.Count == 0)
        {
            screen.Line(filter.Length > 0 ? "No operation is like that." : "Nothing was done yet.", Tone.Quiet);
            return ExitCode.Done;
        }

        var rows = operations.Select(operation => Row(operation, names, now)).ToList();
        if (!screen.Fits(Columns, rows))
        {
            foreach (var line in operations.SelectMany(operation => Narrow(operation, names, now, screen.Width)))
            {
                screen.Line(line.Text, line.Tone);
            }
        }
        else
        {
            screen.Table(Columns, rows);
        }

        return ExitCode.Done;
    }

    // A state that is none is a wrong argument, and the platform knows which there are.
    private static async Task<IReadOnlyList<JsonElement>> Asked(PlatformClient platform, string path, int limit, CancellationToken cancellation)
    {
        try
        {
            return await platform.List(path, limit, cancellation);
        }
        catch (Refusal refusal) when (refusal.Status == 400)
        {
            throw Refusal.Usage(refusal.Message);
        }
    }

    /// <summary>What it took, or has taken so far.</summary>
    internal static string Took(JsonElement operation, DateTimeOffset now) =>
        operation.Time("started_at") is { } from && (operation.Time("finished_at") ?? (IsOver(operation) ? null : now)) is { } to ? Timeline.Duration(to - from) : "";

    internal static bool IsOver(JsonElement operation) => OperationStep.IsOver(operation);

    internal static string Started(JsonElement operation) => operation.Time("started_at")?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    /// <summary>What one that is not over is at, and until when it waits.</summary>
    internal static string Now(JsonElement operation)
    {
        if (operation.Member("current_step") is not { } at)
        {
            return "";
        }

        var step = OperationStep.AllOf(JsonSerializer.SerializeToElement(new { steps = new[] { at } }))[0];
        // Whoever follows another one looks again and again whether it may begin.
        return step is { Name: "ClaimService", Until: not null } ? Turn : string.Join(", ", new[] { step.Label, step.Attempt > 1 ? $"attempt {step.Attempt}" : null, step.Until is null ? null : Timeline.Waits(step) }.OfType<string>());
    }

    private static IEnumerable<Told> Narrow(JsonElement operation, ObjectNames names, DateTimeOffset time, int width)
    {
        var status = operation.Text("status");
        yield return new($"{operation.Text("kind")} {names.Name(operation)}: {status}", Tones.OfOperation(status));
        if (Now(operation) is { Length: > 0 } now)
        {
            yield return new($"  {now}", Tone.Busy);
        }

        var (times, id) = ($"  {Started(operation)}  {Took(operation, time)}".TrimEnd(), $"  {operation.Text("id")}");
        if (times.Length + id.Length <= width)
        {
            yield return new(times + id, Tone.Quiet);
        }
        else
        {
            yield return new(times, Tone.Quiet);
            yield return new(id, Tone.Quiet);
        }
    }

    private static IReadOnlyList<Cell> Row(JsonElement operation, ObjectNames names, DateTimeOffset now) =>
    [
        operation.Text("id"), operation.Text("kind"), new(operation.Text("status") ?? "", Tones.OfOperation(operation.Text("status"))),
        Started(operation), Took(operation, now), names.Name(operation), Now(operation),
    ];
}
