using System.Globalization;
using System.Text.Json;
using ClickDeploy.Ops.Platform;

namespace ClickDeploy.Ops.Commands;

/// <summary>What a service's processes wrote.</summary>
internal static class LogsCommand
{
    private const int DefaultTail = 200;
    private const int MostTail = 1_000;

    private static readonly Option Follow = new("-f", null, "go on with what comes, until Ctrl-C");
    private static readonly Option Tail = new("--tail", "N", "begin with the last N lines, 0 to 1000, instead of 200");
    private static readonly Option All = new("--all", null, "everything that is kept, from its beginning");
    private static readonly Option Search = new("--search", "TEXT", "only lines with this text");
    private static readonly Option Since = new("--since", "TIME", "only lines from this time on, as 2026-01-31T12:00:00Z");

    public static Command Command { get; } = new("logs", ["SERVICE"], "what its processes wrote, oldest first", Run) { Options = [Follow, Tail, All, Search, Since] };

    private static async Task<int> Run(Session session, Invocation invocation, CancellationToken cancellation)
    {
        var tail = invocation.Value(Tail) is not { } text ? DefaultTail
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostTail ? number
            : throw Refusal.Usage($"--tail is '{text}': give a number from 0 to {MostTail}, or --all.");
        var service = await session.Platform.Find(invocation.Operands[0], cancellation);
        var query = string.Concat(Query("q", invocation.Value(Search)), Query("since", invocation.Time(Since)));
        var path = $"/services/{service.Text("id")}/logs";
        if (invocation.Has(Follow))
        {
            await Stream(session, $"{path}/stream?{(invocation.Has(All) ? "cursor=0" : $"tail={tail}")}{query}", cancellation);
        }
        else if (invocation.Has(All))
        {
            await Pages(session, $"{path}?limit={MostTail}{query}", query.Length > 0, cancellation);
        }
        else if (tail > 0)
        {
            SayIfNone(session, Show(session, await session.Platform.Get($"{path}?before=end&limit={tail}{query}", cancellation)), query.Length > 0);
        }

        return ExitCode.Done;
    }

    private static async Task Stream(Session session, string path, CancellationToken cancellation)
    {
        await using var events = new EventReader(session.Platform, path);
        while (await events.Next(cancellation) is { } data)
        {
            LogLines.Show(session.Screen, data, entry => entry.Text("stream"));
        }
    }

    private static async Task Pages(Session session, string path, bool isNarrowed, CancellationToken cancellation)
    {
        var shown = 0;
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await session.Platform.Get($"{path}{(cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", cancellation);
            shown += Show(session, page);
            cursor = page.Text("next_cursor");
        }

        SayIfNone(session, shown, isNarrowed);
    }

    private static int Show(Session session, JsonElement page)
    {
        var shown = 0;
        foreach (var entry in page.Items("items"))
        {
            LogLines.Show(session.Screen, entry, entry => entry.Text("stream"));
            shown++;
        }

        return shown;
    }

    // To a person alone: who reads the output as lines of the log is to find no other.
    private static void SayIfNone(Session session, int shown, bool isNarrowed)
    {
        if (shown == 0 && session.Screen.IsTerminal)
        {
            session.Screen.Line(isNarrowed ? "No line is like that." : "It has written nothing.", Tone.Quiet);
        }
    }

    private static string Query(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
