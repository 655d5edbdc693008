using System.Globalization;
using ClickDeploy.Core;
using ClickDeploy.Functions.Http;
using ClickDeploy.Logs;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Deployments;

/// <summary>Which lines of a deployment's log are wanted. Everything is optional; <paramref name="After"/> is the seq of the last line the caller has.</summary>
public sealed record DeploymentLogQuery(LogPhase? Phase, LogLevel? Level, string? Text, DateTimeOffset? Since, long After)
{
    /// <summary>Reads <c>phase</c>, <c>level</c> (this one and worse), <c>q</c>, <c>since</c> and <c>cursor</c>; a stream's <c>Last-Event-ID</c> wins over the cursor.</summary>
    public static Read<DeploymentLogQuery> Of(HttpRequest request)
    {
        var faults = new List<FieldFault>();
        var phase = Word<LogPhase>(request, "phase", faults);
        var level = Word<LogLevel>(request, "level", faults);
        DateTimeOffset? since = null;
        if (One(request, "since", faults) is { } time)
        {
            if (DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
            {
                since = parsed;
            }
            else
            {
                faults.Add(new("since", "invalid_time", "'since' must be a time like 2026-11-21T12:00:00Z."));
            }
        }

        var after = 0L;
        var cursor = request.Headers["Last-Event-ID"] is [{ Length: > 0 } last] ? last : One(request, "cursor", faults);
        if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            faults.Add(new("cursor", "invalid_cursor", "'cursor' must be the seq of a line, a whole number."));
        }

        return faults.Count == 0 ? new DeploymentLogQuery(phase, level, One(request, "q", faults), since, after) : Problem.Invalid(faults);
    }

    public bool Wants(LogEntry entry) =>
        (Phase is null || entry.Phase == Phase)
        && (Level is null || entry.Level >= Level)
        && (Since is null || entry.Timestamp >= Since)
        && (Text is null || entry.Message.Contains(Text, StringComparison.OrdinalIgnoreCase));

    private static T? Word<T>(HttpRequest request, string name, List<FieldFault> faults)
        where T : struct, Enum
    {
        if (One(request, name, faults) is not { } word)
        {
            return null;
        }

        var words = Enum.GetValues<T>().ToDictionary(value => value.ToString().ToLowerInvariant());
        if (words.TryGetValue(word, out var found))
        {
            return found;
        }

        faults.Add(new(name, "invalid_choice", $"'{name}' must be one of {string.Join(", ", words.Keys)}."));
        return null;
    }

    private static string? One(HttpRequest request, string name, List<FieldFault> faults)
    {
        var values = request.Query[name];
        if (values.Count > 1)
        {
            faults.Add(new(name, "duplicate_field", $"'{name}' stands there more than once. Send it once."));
        }

        return values is [{ Length: > 0 } value] ? value : null;
    }
}

/// <summary>A line as the API shows it.</summary>
public sealed record LogLineSnapshot(long Seq, DateTimeOffset Timestamp, LogPhase Phase, LogLevel Level, string Message, bool Truncated)
{
    public static LogLineSnapshot Of(LogEntry entry) => new(entry.Seq, entry.Timestamp, entry.Phase, entry.Level, entry.Message, entry.Truncated);
}
