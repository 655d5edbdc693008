using System.Globalization;
using ClickDeploy.Functions.Http;
using ClickDeploy.Logs;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Logs;

/// <summary>Pages of a log, oldest line first. One call looks at a bounded part of it: the cursor says where the next goes on, also when nothing was found.</summary>
internal static class LogPages
{
    public const string LimitRule = "How many lines at most, 1 to 1000; 200 otherwise.";
    private const int DefaultLimit = 200;
    private const int MostLines = 1_000;
    private const long MostScanned = 64L << 20;

    public static Read<int> Limit(HttpRequest request) => request.Query["limit"] switch
    {
        { Count: 0 } => DefaultLimit,
        [{ } text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostLines => limit,
        _ => Problem.Invalid("limit", "out_of_range", $"'limit' must be one whole number from 1 to {MostLines}."),
    };

    /// <summary>The first lines after where the reader is.</summary>
    public static async Task<PageReply<T>> Forwards<T>(LogReader reader, LogQuery query, int limit, Func<LogEntry, T> show, CancellationToken cancellation)
    {
        var lines = new List<LogEntry>();
        while (await reader.Next(cancellation) is { Count: > 0 } entries)
        {
            foreach (var entry in entries.Where(query.Wants))
            {
                if (lines.Count == limit)
                {
                    return Page(lines, lines[^1].Seq, show);
                }

                lines.Add(entry);
            }

            if (reader.BytesRead >= MostScanned)
            {
                return Page(lines, reader.Position, show);
            }
        }

        return Page(lines, null, show);
    }

    /// <summary>The last lines before where the reader is; the cursor is the next page's <c>before</c>.</summary>
    public static async Task<PageReply<T>> Backwards<T>(LogBackReader reader, LogQuery query, int limit, Func<LogEntry, T> show, CancellationToken cancellation)
    {
        var lines = new List<LogEntry>();
        while (reader.BytesRead < MostScanned)
        {
            var entries = await reader.Next(cancellation);
            if (entries.Count == 0)
            {
                return Page(Oldest(lines), null, show);
            }

            foreach (var entry in entries.Reverse().Where(entry => query.Wants(entry)))
            {
                if (lines.Count == limit)
                {
                    return Page(Oldest(lines), lines[^1].Seq, show);
                }

                lines.Add(entry);
            }
        }

        return Page(Oldest(lines), reader.Position, show);
    }

    private static List<LogEntry> Oldest(List<LogEntry> lines) => [.. Enumerable.Reverse(lines)];

    private static PageReply<T> Page<T>(IEnumerable<LogEntry> lines, long? next, Func<LogEntry, T> show) => new([.. lines.Select(show)], next?.ToString(CultureInfo.InvariantCulture));
}
