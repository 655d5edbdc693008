using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ClickDeploy.Ops.History;

/// <summary>A line and how it looks.</summary>
internal sealed record Told(string Text, Tone Tone = Tone.Plain);

/// <summary>An operation's history as lines: a row a step with its bar, of at most <paramref name="width"/> characters (45 at least), and what failed beneath it, whole.</summary>
/// <param name="full">Every attempt, with its times, input and output.</param>
internal sealed class Timeline(IReadOnlyList<OperationStep> steps, DateTimeOffset startedAt, DateTimeOffset? finishedAt, DateTimeOffset now, int width, bool full)
{
    private const int LeastBar = 12;
    private const int MostBar = 48;
    private const int StateWidth = 21;
    private const int TookWidth = 9;

    // What is deeper than JSON that a person reads is cut.
    private const int MostJson = 2_000;
    private static readonly JsonSerializerOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyList<OperationPoint> Points { get; } = OperationPoint.AllOf(steps);

    /// <param name="point">From 0; null: all that happened.</param>
    public IEnumerable<Told> Lines(int? point = null)
    {
        var known = point is { } last ? OperationPoint.Known(steps, Points, last) : steps;
        var rows = OperationRow.Fold(known, point is null ? finishedAt : null);
        var head = point is { } shown ? Points[shown].At : finishedAt ?? now;
        var (from, to) = Span(rows, finishedAt ?? now);
        var label = int.Clamp(rows.Select(row => row.Last.Label.Length + 2).DefaultIfEmpty(0).Max(), 4, int.Max(12, width - StateWidth - TookWidth - 3));
        var bar = int.Min(width - label - StateWidth - TookWidth - 3, MostBar);
        foreach (var row in rows)
        {
            var text = $"{Cut($"{Mark(row)} {row.Last.Label}", label)} {Cut(State(row), StateWidth)} {Took(row, head),TookWidth}";
            yield return new(bar >= LeastBar ? $"{text} {Bar(row, from, to, head, bar)}".TrimEnd() : text.TrimEnd(), ToneOf(row));
            foreach (var detail in Details(row))
            {
                yield return detail;
            }
        }
    }

    /// <summary>What happened at a point, and what was known then.</summary>
    public IEnumerable<Told> Happened(int point)
    {
        var here = Points[point];
        var step = steps[here.Step];
        yield return new($"{point + 1} of {Points.Count}, {Moment(here.At)}: {Sentence(step, here.Ended)}", Tone.Busy);
        var (what, value) = here.Ended && step.Kind != "event" ? ("output", step.Output) : ("input", step.Input);
        if (step.Error is { } error && here.Ended)
        {
            yield return new($"  {error}", Tone.Bad);
        }
        else if (Json(value) is { } json)
        {
            yield return new($"  {what} {json}", Tone.Quiet);
        }

        var known = OperationPoint.Known(steps, Points, point).Where(one => one.Status != OperationStep.Later).ToList();
        var open = known.Where(one => one.IsOpen).ToList();
        yield return new($"  so far {known.Count - open.Count} done; under way: {(open.Count == 0 ? "nothing" : string.Join(", ", open.Select(one => one.Kind == "timer" ? Waits(one) : one.Label)))}");
    }

    /// <summary>What an operation that does nothing waits for.</summary>
    public static string Waits(OperationStep step) => step.Until is { } until ? $"waits until {Moment(until)[..8]}" : "waits";

    public static string Moment(DateTimeOffset at) => at.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan span) => span switch
    {
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}:{span:mm\\:ss}"),
        { TotalMinutes: >= 1 } => span.ToString("m\\:ss", CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{double.Max(0, span.TotalSeconds):0.0} s"),
    };

    private IEnumerable<Told> Details(OperationRow row)
    {
        foreach (var run in row.Runs.Where(run => run.Status != OperationStep.Later && run.Kind != "timer"))
        {
            if (full)
            {
                var which = row.Runs.Count > 1 ? row.Attempts > 1 ? $"attempt {run.Attempt}, " : "" : "";
                yield return new($"    {which}{run.Name}, {Times(run)}", Tone.Quiet);
                foreach (var (what, value) in new[] { ("input", run.Input), ("output", run.Output) })
                {
                    if (Json(value) is { } json)
                    {
                        yield return new($"      {what} {json}", Tone.Quiet);
                    }
                }
            }

            // The last one's, unless all are shown.
            if (run.Error is { } error && (full || ReferenceEquals(run, row.Last)))
            {
                yield return new($"    {error}", Tone.Bad);
            }

            if (run.Child is { } child)
            {
                yield return new($"    its own steps: ./ops operation {child}", Tone.Quiet);
            }
        }
    }

    private static string State(OperationRow row)
    {
        var word = row.IsAhead ? "not begun" : row.Last.Kind switch
        {
            "event" => "",
            "timer" => row.Last.FinishedAt is null ? Waits(row.Last) : "",
            _ => row.Status switch { "completed" => row.Last.Undo ? "undone" : "done", var status => status },
        };
        return row.Attempts > 1 ? $"{word}, {row.Attempts} attempts" : row.Last.Kind != "timer" && row.Runs.Count > 1 ? $"{word}, {row.Runs.Count} times" : word;
    }

    private static string Mark(OperationRow row) => row switch
    {
        { IsAhead: true } => "·",
        { Last.Kind: "timer" } => "…",
        { Last.Kind: "event" } => "!",
        { Status: "failed" } => "✗",
        { Status: "running" } => "▸",
        _ => row.Last.Undo ? "↶" : "✓",
    };

    private static Tone ToneOf(OperationRow row) => row switch
    {
        { IsAhead: true } or { Last.Kind: "timer" or "event" } => Tone.Quiet,
        { Status: "failed" } => Tone.Bad,
        { Status: "running" } => Tone.Busy,
        _ => row.Last.Undo ? Tone.Quiet : Tone.Good,
    };

    private static string Took(OperationRow row, DateTimeOffset head) =>
        row.StartedAt is { } began && !row.IsAhead && row.Last.Kind != "event" ? Duration((row.FinishedAt ?? head) - began) : "";

    private (DateTimeOffset From, DateTimeOffset To) Span(IReadOnlyList<OperationRow> rows, DateTimeOffset end)
    {
        var from = rows.Select(row => row.StartedAt).OfType<DateTimeOffset>().Append(startedAt).Min();
        var to = rows.Select(row => row.FinishedAt).OfType<DateTimeOffset>().Append(end).Max();
        return (from, to > from ? to : from.AddMilliseconds(1));
    }

    private static string Bar(OperationRow row, DateTimeOffset from, DateTimeOffset to, DateTimeOffset head, int width)
    {
        var cells = new StringBuilder(new string(' ', width));
        if (!row.IsAhead)
        {
            row.Waits.ToList().ForEach(wait => Draw(wait, '░'));
            row.Runs.ToList().ForEach(run => Draw(run, run.Kind == "timer" ? '░' : run.Status == "failed" ? '▒' : run.Undo ? '▓' : '█'));
        }

        return cells.ToString();

        void Draw(OperationStep run, char with)
        {
            if (run.StartedAt is { } began && run.Status != OperationStep.Later)
            {
                var (first, last) = (Cell(began), int.Max(Cell(began), Cell(run.FinishedAt ?? head)));
                for (var cell = first; cell <= last; cell++)
                {
                    cells[cell] = with;
                }
            }
        }

        int Cell(DateTimeOffset at) => int.Clamp((int)((at - from) / (to - from) * width), 0, width - 1);
    }

    private static string Sentence(OperationStep step, bool ended) => step.Kind switch
    {
        "event" => step.Label,
        "timer" => ended ? "the wait was over" : Waits(step),
        _ when !ended => $"{step.Label} began{(step.Attempt > 1 ? $", attempt {step.Attempt}" : "")}",
        _ => $"{step.Label} {(step.Status == "failed" ? "failed" : "was done")}{(step is { StartedAt: { } from, FinishedAt: { } to } ? $" after {Duration(to - from)}" : "")}",
    };

    private static string Times(OperationStep run) => run switch
    {
        { StartedAt: null } => "",
        { Kind: "event" } => Moment(run.StartedAt.Value),
        { FinishedAt: null } => $"since {Moment(run.StartedAt.Value)}",
        _ => $"{Moment(run.StartedAt.Value)} to {Moment(run.FinishedAt.Value)}",
    };

    private static string? Json(JsonElement? value) => value is null or { ValueKind: JsonValueKind.String } && value?.GetString() is null or "" ? null
        : Cut(JsonSerializer.Serialize(value, Layout), MostJson, pad: false);

    private static string Cut(string text, int width, bool pad = true) =>
        text.Length > width ? string.Concat(text.AsSpan(0, int.Max(0, width - 1)), "…") : pad ? text.PadRight(width) : text;
}
