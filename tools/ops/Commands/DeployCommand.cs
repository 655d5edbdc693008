using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ClickDeploy.Ops.Platform;

namespace ClickDeploy.Ops.Commands;

/// <summary>Deploys a service and shows its steps and its log until it is over.</summary>
internal static class DeployCommand
{
    private static readonly Option Commit = new("--commit", "SHA", "this commit instead of the branch's newest");
    private static readonly Option NoWait = new("--no-wait", null, "do not wait for the end");

    // What was said last may come after the state: then it is not worth waiting for longer.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Outage = TimeSpan.FromMinutes(2);

    public static Command Command { get; } = new("deploy", ["SERVICE"], "deploys it, shows steps and log, ends with 0 when it is live", Run) { Options = [Commit, NoWait] };

    private static async Task<int> Run(Session session, Invocation invocation, CancellationToken cancellation)
    {
        var service = await session.Platform.Find(invocation.Operands[0], cancellation);
        object body = invocation.Value(Commit) is { } commit ? new { commit_sha = commit } : new { };
        var deployment = await session.Platform.Post($"/services/{service.Text("id")}/deploy", body, cancellation);
        var id = deployment.Text("id")!;
        session.Screen.Line($"Deployment {deployment.Text("number")} of {service.Text("name")}: {id}");
        if (invocation.Has(NoWait))
        {
            session.Screen.Json(deployment);
            return ExitCode.Done;
        }

        try
        {
            return await Watch(session, id, service.Text("id")!, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            session.Screen.Line($"The deployment goes on without you. ./ops cancel {id} ends it.");
            throw;
        }
    }

    private static async Task<int> Watch(Session session, string id, string service, CancellationToken cancellation)
    {
        using var quiet = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var log = ShowLog(session, id, quiet.Token);
        var ended = await ShowSteps(session, id, cancellation);
        quiet.CancelAfter(LastWords);
        await log;
        session.Screen.Json(ended);

        var status = ended.Text("status");
        if (status == "live")
        {
            var url = (await session.Platform.Get($"/services/{service}", cancellation)).Text("generated_url");
            session.Screen.Line(url is null ? "Live." : $"Live: {url}", Tone.Good);
            return ExitCode.Done;
        }

        var error = ended.Member("error");
        session.Screen.Line($"The deployment is {status}. {error?.Text("message")} {error?.Text("fix")}".TrimEnd(), Tone.Bad);
        foreach (var line in ended.Member("evidence")?.Items("output").TakeLast(20) ?? [])
        {
            session.Screen.Line($"  {line.Text("text")}", Tone.Quiet);
        }

        return ExitCode.Failed;
    }

    private static async Task ShowLog(Session session, string id, CancellationToken cancellation)
    {
        await using var events = new EventReader(session.Platform, $"/deployments/{id}/logs/stream");
        try
        {
            while (await events.Next(cancellation) is { } data)
            {
                LogLines.Show(session.Screen, data, entry => entry.Text("phase"));
            }
        }
        catch (OperationCanceledException)
        {
            // The deployment is over, and the log did not end; or Ctrl-C, which the other half tells of.
        }
    }

    private static async Task<JsonElement> ShowSteps(Session session, string id, CancellationToken cancellation)
    {
        var shown = new HashSet<string>(StringComparer.Ordinal);
        EntityTagHeaderValue? seen = null;
        var lastAnswer = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{PlatformClient.Base}/deployments/{id}?wait=25");
            if (seen is not null)
            {
                request.Headers.IfNoneMatch.Add(seen);
            }

            try
            {
                using var answer = await session.Platform.Open(request, TimeSpan.FromSeconds(60), cancellation);
                lastAnswer = TimeProvider.System.GetTimestamp();
                if (answer.StatusCode == HttpStatusCode.NotModified)
                {
                    continue;
                }

                seen = answer.Headers.ETag;
                using var json = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellation), cancellationToken: cancellation);
                Show(session.Screen, json.RootElement, shown);
                if (json.RootElement.Text("status") is "live" or "failed" or "cancelled" or "superseded")
                {
                    return json.RootElement.Clone();
                }
            }
            catch (Exception outage) when (IsOutage(outage) && TimeProvider.System.GetElapsedTime(lastAnswer) < Outage)
            {
                // The platform restarts; the deployment goes on when it is back.
                await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
            }
        }
    }

    private static bool IsOutage(Exception failure) => failure is Refusal { ExitCode: ExitCode.NoAnswer } or Refusal { Status: 503 } or IOException or HttpRequestException or JsonException;

    private static void Show(Screen screen, JsonElement deployment, HashSet<string> shown)
    {
        if (deployment.Member("waiting_for")?.Text("reason") is { } reason && shown.Add(reason))
        {
            screen.Line($"▸ queued: {reason}", Tone.Busy);
        }

        foreach (var step in deployment.Items("steps"))
        {
            var (name, status, attempt) = (step.Text("name"), step.Text("status"), step.Text("attempt"));
            if (shown.Add($"{name} {status} {attempt}"))
            {
                var took = step.Time("started_at") is { } from && step.Time("finished_at") is { } to ? FormattableString.Invariant($" ({(to - from).TotalSeconds:0.0} s)") : "";
                screen.Line($"▸ {name} {status}{took}{(step.Text("error") is { } error ? $": {error}" : "")}", status switch { "done" => Tone.Good, "failed" => Tone.Bad, _ => Tone.Busy });
            }
        }
    }
}
