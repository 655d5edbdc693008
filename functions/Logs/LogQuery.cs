using System.Globalization;
using ClickDeploy.Core;
using ClickDeploy.Functions.Http;
using ClickDeploy.Logs;
using ClickDeploy.Targets;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Logs;

/// <summary>Which lines of a log are wanted. Everything is optional.</summary>
public sealed record LogQuery
{
    public const string PhaseRule = "Only lines of that phase.";
    public const string LevelRule = "Only lines of that level and worse.";
    public const string TextRule = "Only lines with that text, in any case of letters.";
    public const string SinceRule = "Only lines from that time on (RFC 3339).";
    public const string CursorRule = "The seq of the last line that the caller has.";
    public const string StreamRule = "Only stdout or stderr.";
    public const string InstanceRule = "Only lines of that instance.";
    public const string BeforeRule = "The newest lines before that seq, or before the end.";
    public const string TailRule = "With how many of the last lines a stream begins, 0 to 1000; 200 otherwise.";

    /// <summary>The seq of the last line that the caller has; null: not said.</summary>
    public long? After { get; init; }

    /// <summary>Lines before this seq, the newest of them; <see cref="long.MaxValue"/>: of all.</summary>
    public long? Before { get; init; }

    /// <summary>With how many lines a stream begins that does not say where.</summary>
    public int Tail { get; init; } = 200;

    public LogPhase? Phase { get; init; }

    /// <summary>This one and worse.</summary>
    public LogLevel? Level { get; init; }

    public OutputStream? Stream { get; init; }

    public InstanceId? Instance { get; init; }

    public DateTimeOffset? Since { get; init; }

    public string? Text { get; init; }

    /// <summary>Reads <c>phase</c>, <c>level</c>, <c>q</c>, <c>since</c> and <c>cursor</c>; a stream's <c>Last-Event-ID</c> wins over the cursor.</summary>
    public static Read<LogQuery> OfDeployment(HttpRequest request)
    {
        var fields = new LogFields(request);
        return fields.Done(Common(fields) with { Phase = fields.Word<LogPhase>("phase") });
    }

    /// <summary>As those of a deployment, with <c>instance</c> and <c>stream</c> for the phase, <c>before</c> (a seq, or <c>end</c>) to page backwards, and <c>tail</c>.</summary>
    public static Read<LogQuery> OfService(HttpRequest request)
    {
        var fields = new LogFields(request);
        return fields.Done(Common(fields) with
        {
            Stream = fields.Word<OutputStream>("stream"),
            Instance = fields.Id("instance") is { } id ? new InstanceId(id) : null,
            Before = fields.One("before") == "end" ? long.MaxValue : fields.Seq("before"),
            Tail = (int)(fields.Number("tail", 0, 1_000) ?? 200),
        });
    }

    public bool Wants(LogEntry entry) =>
        (Phase is null || entry.Phase == Phase)
        && (Level is null || entry.Level >= Level)
        && (Since is null || entry.Timestamp >= Since)
        && (Text is null || entry.Message.Contains(Text, StringComparison.OrdinalIgnoreCase))
        && ((Instance is null && Stream is null) || (RuntimeSource.Parse(entry.Source) is { } source && (Instance is null || source.Instance == Instance) && (Stream is null || source.Stream == Stream)));

    private static LogQuery Common(LogFields fields) => new()
    {
        Level = fields.Word<LogLevel>("level"),
        Text = fields.One("q"),
        Since = fields.Time("since"),
        After = fields.LastEvent() ?? fields.Seq("cursor"),
    };
}
