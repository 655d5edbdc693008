using System.Text.Json;
using ClickDeploy.Ops.Platform;

namespace ClickDeploy.Ops.Commands;

/// <summary>Whether the platform can do its work, and how every service is.</summary>
internal static class StatusCommand
{
    private const int MostProjects = 1_000;
    private const int MostAlerts = 100;

    public static Command Command { get; } = new("status", [], "whether the platform is ready; open alerts; projects and services with state and URL", Run);

    private static async Task<int> Run(Session session, Invocation invocation, CancellationToken cancellation)
    {
        var (platform, screen, _) = session;
        var (status, ready) = await platform.Look("/ready", cancellation);
        var isReady = status == 200;
        if (ready.Text("status") is null)
        {
            throw Refusal.Failed($"{platform.Url} answers, but is no platform of Click to Deploy: give its address with --url.");
        }

        screen.Line($"{platform.Url} {(isReady ? "is ready" : "is not ready")}", isReady ? Tone.Good : Tone.Bad);
        foreach (var check in ready.Items("checks").Where(check => check.Text("state") != "up"))
        {
            screen.Line($"  {check.Text("name")} is {check.Text("state")}: {check.Text("detail")} {check.Text("fix")}", Tone.Bad);
        }

        var projects = new List<JsonElement>();
        foreach (var project in await platform.List("/projects", MostProjects, cancellation))
        {
            projects.Add(await platform.Get($"/projects/{project.Text("id")}", cancellation));
        }

        var alerts = await platform.List("/alerts?status=open", MostAlerts, cancellation);
        screen.Json(JsonSerializer.SerializeToElement(new { url = platform.Url, ready, alerts, projects }));
        foreach (var alert in alerts)
        {
            screen.Line($"  {alert.Text("kind")}: {alert.Text("message")} {alert.Text("fix")}", Tone.Bad);
        }

        var rows = projects.SelectMany(Rows).ToList();
        if (rows.Count == 0)
        {
            screen.Line("No project yet: make one on the page.");
        }
        else
        {
            screen.Table(["PROJECT", "SERVICE", "STATE", "URL", "REMARK"], rows);
        }

        return isReady ? ExitCode.Done : ExitCode.Failed;
    }

    private static IEnumerable<IReadOnlyList<Cell>> Rows(JsonElement project)
    {
        var services = project.Items("services").ToList();
        return services.Count == 0
            ? [[project.Text("name"), "", "", "", "no service"]]
            : services.Select(service => (IReadOnlyList<Cell>)[project.Text("name"), service.Text("name"), new(service.Text("status") ?? "", ToneOf(service.Text("status"))), service.Text("generated_url"), Remark(service)]);
    }

    private static string Remark(JsonElement service)
    {
        if (service.True("deleting"))
        {
            return "is being deleted";
        }

        var changes = service.Items("pending_changes").Count();
        return string.Join(' ', new[] { service.Member("failure")?.Text("message") ?? LastFailure(service), changes > 0 ? $"{changes} change{(changes == 1 ? "" : "s")} not deployed" : null }.OfType<string>());
    }

    // What is live serves on after a deployment that failed.
    private static string? LastFailure(JsonElement service) =>
        service.Member("latest_deployment") is { } latest && latest.Text("status") == "failed" && latest.Member("error")?.Text("message") is { } message
            ? service.Text("status") == "live" ? $"The last deployment failed: {message}" : message
            : null;

    private static Tone ToneOf(string? state) => state switch
    {
        "live" => Tone.Good,
        "failed" => Tone.Bad,
        "deploying" => Tone.Busy,
        _ => Tone.Quiet,
    };
}
