using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ClickDeploy.Ops.History;

/// <summary>A line and how it looks.</summary>
internal sealed record Told(string Text, Tone Tone = Tone.Plain);

/// <summary>
/// An operation's history as lines: a row a step with its bar, of at most <paramref name="width"/> characters (45 at least), and what failed beneath it, whole.
/// A child that failed has its own rows beneath it, in the time of what it belongs to.
/// </summary>
/// <param name="children">Operations that may be shown beneath it, by their id.</param>
/// <param name="full">Every attempt, with its times, input and output, and the rows of every child.</param>
internal sealed class Timeline(OperationPast past, IReadOnlyDictionary<string, OperationPast> children, DateTimeOffset now, int width, bool full)
{
    private const string Indent = "  ";
    private const int LeastBar = 12;
    private const int MostBar = 48;
    private const int LongLabel = 32;
    private const int StateWidth = 21;
    private const int TookWidth = 9;

    // What is deeper than JSON that a person reads is cut.
    private const int MostJson = 2_000;
    private static readonly JsonSerializerOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyList<OperationPoint> Points { get; } = OperationPoint.AllOf(past.Steps);

    /// <param name="point">From 0; null: all that happened.</param>
    public IEnumerable<Told> Lines(int? point = null)
    {
        DateTimeOffset? at = point is { } shown ? Points[shown].At : null;
        var rows = Rows(past, point is { } last ? OperationPoint.Known(past.Steps, Points, last) : past.Steps, at, 0).ToList();
        var head = at ?? past.FinishedAt ?? now;
        var (from, to) = Span([.. rows.Where(row => row.Deep == 0).Select(row => row.Row)], past.FinishedAt ?? now);
        // A long name leaves room for the bars where there is room for both.
        var room = width - StateWidth - TookWidth - 3;
        var label = int.Clamp(rows.Select(row => row.Row.Label.Length + 2 + row.Deep * Indent.Length).DefaultIfEmpty(0).Max(), 4, int.Max(12, room - LeastBar >= LongLabel ? room - LeastBar : room));
        var bar = int.Min(width - label - StateWidth - TookWidth - 3, MostBar);
        foreach (var (row, deep) in rows)
        {
            var indent = string.Concat(Enumerable.Repeat(Indent, deep));
            var text = $"{Cut($"{indent}{Mark(row)} {row.Label}", label)} {Cut(State(row), StateWidth)} {Took(row, head),TookWidth}";
            yield return new(bar >= LeastBar ? $"{text} {Bar(row, from, to, head, bar)}".TrimEnd() : text.TrimEnd(), ToneOf(row));
            foreach (var detail in Details(row))
            {
                yield return detail with { Text = indent + detail.Text };
            }
        }
    }

    /// <summary>What happened at a point, and what was known then.</summary>
    public IEnumerable<Told> Happened(int point)
    {
        var here = Points[point];
        var step = past.Steps[here.Step];
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
        else if (step.Kind != "timer")
        {
            yield return new(here.Ended ? "  it answered nothing" : "  it got nothing", Tone.Quiet);
        }

        var known = OperationPoint.Known(past.Steps, Points, point).Where(one => one.Status != OperationStep.Later).ToList();
        var open = known.Where(one => one.IsOpen).ToList();
        yield return new($"  so far {known.Count - open.Count} done; under way: {(open.Count == 0 ? "nothing" : string.Join(", ", open.Select(one => one.Kind == "timer" ? Waits(one) : one.Label)))}");
        yield return new(past.SaidBy(here.At) is { } said ? $"  it says {Plain(said)}" : "  it had said nothing", Tone.Quiet);
    }

    /// <summary>Whose own rows are shown with it: that of each row that failed, or of all.</summary>
    public static IEnumerable<string> ChildrenOf(OperationPast past, bool full) =>
        OperationRow.Fold(past.Steps, past.FinishedAt).Where(row => full || row.Status == "failed").SelectMany(row => row.Children).Distinct();

    /// <summary>A text as it is, anything else as JSON.</summary>
    public static string Plain(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : Json(value) ?? "";

    /// <summary>What an operation that does nothing waits for.</summary>
    public static string Waits(OperationStep step) => step.Until is { } until ? $"waits until {Moment(until)[..8]}" : "waits";

    public static string Moment(DateTimeOffset at) => at.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan span) => span switch
    {
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}:{span:mm\\:ss}"),
        { TotalMinutes: >= 1 } => span.ToString("m\\:ss", CultureInfo.InvariantCulture),
        { TotalMilliseconds: < 50 } => "< 0.1 s",
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s"),
    };

    private IEnumerable<(OperationRow Row, int Deep)> Rows(OperationPast of, IReadOnlyList<OperationStep> known, DateTimeOffset? at, int deep)
    {
        foreach (var row in of.Rows(known, at is null ? of.FinishedAt : null))
        {
            yield return (row, deep);
            foreach (var child in row.Children.Where(_ => full || row.Status == "failed").Select(children.GetValueOrDefault).OfType<OperationPast>())
            {
                var points = OperationPoint.AllOf(child.Steps);
                var then = at is { } head ? OperationPoint.Known(child.Steps, points, points.Count(point => point.At <= head) - 1) : child.Steps;
                foreach (var inner in Rows(child, then, at, deep + 1))
                {
                    yield return inner;
                }
            }
        }
    }

    private IEnumerable<Told> Details(OperationRow row)
    {
        var runs = row.Runs.Where(run => run.Status != OperationStep.Later && (full || run.Kind != "timer")).ToList();
        foreach (var (n, run) in runs.Index())
        {
            if (full)
            {
                var which = runs.Count == 1 ? null : row.Attempts > 1 ? $"attempt {run.Attempt}" : $"{n + 1} of {runs.Count}";
                string?[] told = [which, run.Kind is "timer" or "event" ? null : Word(run), Times(run), run is { Kind: "timer", FinishedAt: null } ? Waits(run) : null, run.Kind == "timer" ? null : run.Name];
                yield return new($"    {string.Join(", ", told.Where(part => !string.IsNullOrEmpty(part)))}", Tone.Quiet);
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
                foreach (var line in error.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                {
                    yield return new($"    {line}", Tone.Bad);
                }
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
            _ => Word(row.Last with { Status = row.Status }),
        };
        return row.Attempts > 1 ? $"{word}, {row.Attempts} attempts" : row.Last.Kind != "timer" && row.Times > 1 ? $"{word}, {row.Times} times" : word;
    }

    private static string Word(OperationStep run) => run.Status == "completed" ? run.Undo ? "undone" : "done" : run.Status;

    private static string Mark(OperationRow row) => row switch
    {
        { IsAhead: true } => "·",
        { Last.Kind: "timer" } => "…",
        { Last.Kind: "event" } => "!",
        { Status: "failed" } => "✗",
        { Status: "running" } => "▸",
        { Last.IsCut: true } => "■",
        _ => row.Last.Undo ? "↶" : "✓",
    };

    private static Tone ToneOf(OperationRow row) => row switch
    {
        { IsAhead: true } or { Last.Kind: "timer" or "event" } or { Status: "terminated" or "cancelled" } => Tone.Quiet,
        { Status: "failed" } => Tone.Bad,
        { Status: "running" } => Tone.Busy,
        _ => row.Last.Undo ? Tone.Quiet : Tone.Good,
    };

    private static string Took(OperationRow row, DateTimeOffset head) =>
        row.StartedAt is { } began && !row.IsAhead && row.Last.Kind != "event" ? Duration((row.FinishedAt ?? head) - began) : "";

    private (DateTimeOffset From, DateTimeOffset To) Span(IReadOnlyList<OperationRow> rows, DateTimeOffset end)
    {
        var from = rows.Select(row => row.StartedAt).OfType<DateTimeOffset>().Append(past.StartedAt).Min();
        var to = rows.Select(row => row.FinishedAt).OfType<DateTimeOffset>().Append(end).Max();
        return (from, to > from ? to : from.AddMilliseconds(1));
    }

    private static string Bar(OperationRow row, DateTimeOffset from, DateTimeOffset to, DateTimeOffset head, int width)
    {
        var cells = new StringBuilder(new string(' ', width));
        if (!row.IsAhead)
        {
            row.Waits.ToList().ForEach(wait => Draw(wait, '░'));
            row.Runs.ToList().ForEach(run => Draw(run, run.Kind == "timer" ? '░' : run.IsCut || run.Status == "failed" ? '▒' : run.Undo ? '▓' : '█'));
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
        _ => $"{step.Label} {step switch { { Status: "failed" } => "failed", { IsCut: true } => $"was {step.Status}", { GoesOn: true } => "went on", _ => "was done" }}{(step is { StartedAt: { } from, FinishedAt: { } to } ? $" after {Duration(to - from)}" : "")}",
    };

    private static string Times(OperationStep run) => run switch
    {
        { StartedAt: null } => "",
        { Kind: "event" } => Moment(run.StartedAt.Value),
        { FinishedAt: null } => $"since {Moment(run.StartedAt.Value)}",
        _ => $"{Moment(run.StartedAt.Value)} to {Moment(run.FinishedAt.Value)}, {Duration(run.FinishedAt.Value - run.StartedAt.Value)}",
    };

    /// <summary>On a line, cut where it is longer than a person reads; null where there is none.</summary>
    public static string? Json(JsonElement? value) => value is null or { ValueKind: JsonValueKind.String } && value?.GetString() is null or "" ? null
        : Cut(JsonSerializer.Serialize(value, Layout), MostJson, pad: false);

    private static string Cut(string text, int width, bool pad = true) =>
        text.Length > width ? string.Concat(text.AsSpan(0, int.Max(0, width - 1)), "…") : pad ? text.PadRight(width) : text;
}
