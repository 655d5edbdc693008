using System.Globalization;
using System.Text.Json;
using ClickDeploy.Ops.History;
using ClickDeploy.Ops.Platform;

namespace ClickDeploy.Ops.Commands;

/// <summary>What one operation did, as the page of it shows: a timeline, or one point of it after another.</summary>
internal static class OperationCommand
{
    private static readonly Option Step = new("--step", "N", "as it was when N things had happened, and what the last of them gave");
    private static readonly Option Full = new("--full", null, "every attempt with its times, its input and its output, and every child's own steps");

    // A project's deletion has one for each service.
    private const int MostChildren = 200;

    public static Command Command { get; } = new("operation", ["ID"], "one of them, step by step", Run) { Options = [Step, Full] };

    private static async Task<int> Run(Session session, Invocation invocation, CancellationToken cancellation)
    {
        var (platform, screen, _) = session;
        var operation = await platform.Get($"/operations/{Uri.EscapeDataString(invocation.Operands[0])}", cancellation);
        var now = DateTimeOffset.UtcNow;
        var (past, full) = (OperationPast.Of(operation, now), invocation.Has(Full));
        var children = screen.IsJson ? [] : await Children(platform, past, full, now, cancellation);
        var timeline = new Timeline(past, children, now, screen.Width, full);
        var point = PointOf(invocation, timeline);
        screen.Json(operation);
        if (screen.IsJson)
        {
            return ExitCode.Done;
        }

        var names = await ObjectNames.Of(platform, [operation], cancellation);
        screen.Line($"{operation.Text("kind")} of {names.Name(operation)} {State(operation.Text("status"))}", Tones.OfOperation(operation.Text("status")));
        foreach (var line in await About(platform, operation, past.Steps, now, cancellation))
        {
            screen.Line(line.Text, line.Tone);
        }

        if (past.Steps.Count == 0)
        {
            screen.Line(operation.Time("finished_at") is null ? "It has not begun its first step." : "Its steps are not kept any more.");
        }

        foreach (var line in timeline.Lines(point).Concat(point is { } at ? timeline.Happened(at) : []).Concat(full ? Own(operation) : []))
        {
            screen.Line(line.Text, line.Tone);
        }

        return ExitCode.Done;
    }

    // One that ended from outside, or by a fault of the platform, has no end of its own.
    internal static string? Left(JsonElement operation, string id) => (operation.Text("status"), operation.Text("kind"), operation.Time("finished_at")) switch
    {
        ("terminated", "delete", null) => "Its orchestration was ended by an administrator. Delete again: that goes on where this one ended.",
        ("terminated", _, null) => $"Its orchestration was ended by an administrator. ./ops cancel {id} undoes what it had begun, and frees its service.",
        ("failed", not "delete", null) => $"./ops cancel {id} gives it up: what it had begun is undone, and its service is free.",
        _ => null,
    };

    /// <summary>What went into the operation itself and came out of it.</summary>
    internal static IEnumerable<Told> Own(JsonElement operation) =>
        from part in new[] { ("input", operation.Member("input")), ("output", Reason(operation) is null ? operation.Member("output") : null) }
        let json = Timeline.Json(part.Item2)
        where json is not null
        select new Told($"{part.Item1} of the operation {json}", Tone.Quiet);

    /// <summary>Why an administrator ended it, in the words given then: it is the output of one that was terminated.</summary>
    internal static string? Reason(JsonElement operation) => operation.Text("status") == "terminated" && operation.Member("output") is { ValueKind: JsonValueKind.String } said && said.GetString() is { Length: > 0 } reason ? reason : null;

    /// <summary>Who has the service that this one waits for.</summary>
    internal static string? WaitsFor(JsonElement operation, JsonElement service) =>
        service.Member("operation") is { } other && other.Text("id") is { Length: > 0 } id && id != operation.Text("id") ? $"It waits for the {other.Text("kind")}: ./ops operation {id}" : null;

    private static string State(string? status) => status switch
    {
        "failed" => "has failed",
        "cancelled" or "superseded" or "terminated" => $"was {status}",
        _ => $"is {status}",
    };

    // As they are to be shown, theirs too. One that cannot be read is named by its row.
    private static async Task<Dictionary<string, OperationPast>> Children(PlatformClient platform, OperationPast past, bool full, DateTimeOffset now, CancellationToken cancellation)
    {
        var found = new Dictionary<string, OperationPast>(StringComparer.Ordinal);
        var left = new Queue<string>(Timeline.ChildrenOf(past, full));
        while (left.TryDequeue(out var id) && found.Count < MostChildren)
        {
            if (!found.ContainsKey(id) && await platform.GetIfThere($"/operations/{Uri.EscapeDataString(id)}", cancellation) is { } child)
            {
                found[id] = OperationPast.Of(child, now);
                foreach (var inner in Timeline.ChildrenOf(found[id], full))
                {
                    left.Enqueue(inner);
                }
            }
        }

        return found;
    }

    private static int? PointOf(Invocation invocation, Timeline timeline) => invocation.Value(Step) is not { } text ? null
        : timeline.Points.Count == 0 ? throw Refusal.Failed("Nothing has happened in it: there is nothing to step through.")
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= timeline.Points.Count ? number - 1
        : throw Refusal.Usage($"--step is '{text}': give a number from 1 to {timeline.Points.Count}, as many things happened in it.");

    // When it was, what it is at or waits for, and what to do when it failed.
    private static async Task<IReadOnlyList<Told>> About(PlatformClient platform, JsonElement operation, IReadOnlyList<OperationStep> steps, DateTimeOffset now, CancellationToken cancellation)
    {
        var (status, id) = (operation.Text("status"), operation.Text("id") ?? "");
        var isOver = OperationsCommand.IsOver(operation);
        var took = OperationsCommand.Took(operation, now);
        var told = new List<Told> { new(operation.Time("finished_at") is { } ended ? $"{OperationsCommand.Started(operation)} to {ended:HH:mm:ss}, {took}" : $"started {OperationsCommand.Started(operation)}{(isOver ? "" : $", {took} so far")}", Tone.Quiet) };
        var deployment = operation.Text("kind") == "deploy" && (status == "failed" || !isOver) ? await platform.GetIfThere($"/deployments/{Uri.EscapeDataString(id)}", cancellation) ?? default : default;
        if (!isOver && deployment.Member("waiting_for")?.Text("reason") is { } reason)
        {
            told.Add(new(reason, Tone.Busy));
        }

        if (!isOver && (deployment.Member("waiting_for") is not null || OperationsCommand.Now(operation) == OperationsCommand.Turn) && operation.Member("object")?.Text("id") is { } service
            && await platform.GetIfThere($"/services/{Uri.EscapeDataString(service)}", cancellation) is { } taken && WaitsFor(operation, taken) is { } other)
        {
            told.Add(new(other, Tone.Busy));
        }

        if (!isOver && OperationsCommand.Now(operation) is { Length: > 0 } at)
        {
            told.Add(new($"It is at: {at}", Tone.Busy));
        }

        // Once it is over, that is what it said before its end.
        if (!isOver && operation.Member("custom_status") is { } custom)
        {
            told.Add(new($"It says: {Timeline.Plain(custom)}", Tone.Quiet));
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

        var failure = status == "failed" ? deployment.Member("error") : null;
        if (failure?.Text("message") is { } message)
        {
            told.AddRange(new[] { failure?.Text("code") is { } code ? $"{message} ({code})" : message, failure?.Text("fix") }.OfType<string>().Select(line => new Told(line, Tone.Bad)));
        }

        if (Reason(operation) is { } reasonOfEnd)
        {
            told.Add(new($"The reason that was given for its end: {reasonOfEnd}"));
        }

        if (operation.Text("error") is { } broke)
        {
            told.Add(new($"It broke: {broke}", Tone.Bad));
        }

        if (status == "failed")
        {
            told.Add(new($"./ops retry {id} tries it again."));
        }

        if (Left(operation, id) is { } left)
        {
            told.Add(new(left));
        }

        return told;
    }
}
