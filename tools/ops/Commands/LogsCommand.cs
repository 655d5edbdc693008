using ClickDeploy.Ops.Platform;

namespace ClickDeploy.Ops.Commands;

/// <summary>What a service's processes wrote.</summary>
internal static class LogsCommand
{
    private static readonly Option Follow = new("-f", null, "go on with what comes, until Ctrl-C");
    private static readonly Option Search = new("--search", "TEXT", "only lines with this text");
    private static readonly Option Since = new("--since", "TIME", "only lines from this time on, as 2026-01-31T12:00:00Z");

    public static Command Command { get; } = new("logs", ["SERVICE"], "what its processes wrote, oldest first", Run) { Options = [Follow, Search, Since] };

    private static async Task<int> Run(Session session, Invocation invocation, CancellationToken cancellation)
    {
        var service = await session.Platform.Find(invocation.Operands[0], cancellation);
        var query = string.Join('&', new[] { Query("q", invocation.Value(Search)), Query("since", invocation.Value(Since)) }.OfType<string>());
        var path = $"/services/{service.Text("id")}/logs";
        if (invocation.Has(Follow))
        {
            await using var events = new EventReader(session.Platform, $"{path}/stream?{query}");
            while (await events.Next(cancellation) is { } data)
            {
                LogLines.Show(session.Screen, data, entry => entry.Text("stream"));
            }

            return ExitCode.Done;
        }

        for (string? cursor = ""; cursor is not null;)
        {
            var page = await session.Platform.Get($"{path}?limit=200&{query}{(cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", cancellation);
            foreach (var entry in page.Items("items"))
            {
                LogLines.Show(session.Screen, entry, entry => entry.Text("stream"));
            }

            cursor = page.Text("next_cursor");
        }

        return ExitCode.Done;
    }

    private static string? Query(string name, string? value) => value is null ? null : $"{name}={Uri.EscapeDataString(value)}";
}
