using System.Globalization;
using System.Text.Json;
using ClickDeploy.Ops.History;
using ClickDeploy.Ops.Platform;

namespace ClickDeploy.Ops.Commands;

/// <summary>What one operation did, as the page of it shows: a timeline, or one point of it after another.</summary>
internal static class OperationCommand
{
    private static readonly Option Step = new("--step", "N", "as it was when N things had happened, and what the last of them gave");
    private static readonly Option Full = new("--full", null, "every attempt with its times, its input and its output");

    public static Command Command { get; } = new("operation", ["ID"], "one of them, step by step", Run) { Options = [Step, Full] };

    private static async Task<int> Run(Session session, Invocation invocation, CancellationToken cancellation)
    {
        var (platform, screen, _) = session;
        var operation = await platform.Get($"/operations/{Uri.EscapeDataString(invocation.Operands[0])}", cancellation);
        var steps = OperationStep.AllOf(operation);
        var timeline = new Timeline(steps, operation.Time("started_at") ?? DateTimeOffset.UtcNow, operation.Time("finished_at"), DateTimeOffset.UtcNow, screen.Width, invocation.Has(Full));
        var point = PointOf(invocation, timeline);
        screen.Json(operation);
        if (screen.IsJson)
        {
            return ExitCode.Done;
        }

        var names = await ObjectNames.Of(platform, [operation], cancellation);
        screen.Line($"{operation.Text("kind")} of {names.Name(operation)} is {operation.Text("status")}", Tones.OfOperation(operation.Text("status")));
        foreach (var line in await About(platform, operation, steps, cancellation))
        {
            screen.Line(line.Text, line.Tone);
        }

        if (steps.Count == 0)
        {
            screen.Line(operation.Time("finished_at") is null ? "It has not begun its first step." : "Its steps are not kept any more.");
        }

        foreach (var line in timeline.Lines(point).Concat(point is { } at ? timeline.Happened(at).Concat(SaidUntil(operation, timeline.Points[at].At)) : []))
        {
            screen.Line(line.Text, line.Tone);
        }

        return ExitCode.Done;
    }

    private static IEnumerable<Told> SaidUntil(JsonElement operation, DateTimeOffset at) =>
        operation.Items("custom_statuses").LastOrDefault(said => said.Time("at") <= at).Member("value") is { } value ? [new($"  it says {Said(value)}", Tone.Quiet)] : [];

    private static string Said(JsonElement status) => status.ValueKind == JsonValueKind.String ? status.GetString()! : status.GetRawText();

    private static int? PointOf(Invocation invocation, Timeline timeline) => invocation.Value(Step) is not { } text ? null
        : timeline.Points.Count == 0 ? throw Refusal.Failed("Nothing has happened in it: there is nothing to step through.")
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= timeline.Points.Count ? number - 1
        : throw Refusal.Usage($"--step is '{text}': give a number from 1 to {timeline.Points.Count}, as many things happened in it.");

    // When it was, what it is at or waits for, and what to do when it failed.
    private static async Task<IReadOnlyList<Told>> About(PlatformClient platform, JsonElement operation, IReadOnlyList<OperationStep> steps, CancellationToken cancellation)
    {
        var (status, id) = (operation.Text("status"), operation.Text("id") ?? "");
        var isOver = status is not ("running" or "pending");
        var told = new List<Told> { new($"{OperationsCommand.Started(operation)}{(isOver ? $", {OperationsCommand.Took(operation)}" : ", goes on")}", Tone.Quiet) };
        var deployment = operation.Text("kind") == "deploy" && (status == "failed" || !isOver) ? await platform.GetIfThere($"/deployments/{Uri.EscapeDataString(id)}", cancellation) ?? default : default;
        if (!isOver && deployment.Member("waiting_for")?.Text("reason") is { } reason)
        {
            told.Add(new(reason, Tone.Busy));
        }

        if (!isOver && OperationsCommand.Now(operation) is { Length: > 0 } now)
        {
            told.Add(new($"It is at: {now}", Tone.Busy));
        }

        // Once it is over, that is what it said before its end.
        if (!isOver && operation.Member("custom_status") is { } custom)
        {
            told.Add(new($"It says: {Said(custom)}", Tone.Quiet));
        }

        if (operation.Text("trace_id") is { } trace)
        {
            told.Add(new($"Its trace is {trace}", Tone.Quiet));
        }

        var undos = steps.Where(step => step.Undo).ToList();
        if (status is "failed" or "cancelled" && undos.Count > 0 && undos.All(step => step.Status == "completed"))
        {
            told.Add(new("What it had done was undone."));
        }

        if (status == "failed")
        {
            var failure = deployment.Member("error");
            told.AddRange(new[] { failure?.Text("message") ?? operation.Text("error"), failure?.Text("fix") }.OfType<string>().Select(line => new Told(line, Tone.Bad)));
            told.Add(new($"./ops retry {id} tries it again."));
        }

        return told;
    }
}
