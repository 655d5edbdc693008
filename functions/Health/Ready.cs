using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.Functions.Health;

/// <summary>Whether the platform can do its work, and what keeps it from it.</summary>
public sealed partial class Ready(IEnumerable<IReadyCheck> checks, TimeProvider time, ILogger<Ready> logger, HealthCheckService? host = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    [Function(nameof(Ready)), Anyone]
    [Answers(200, typeof(ReadyAnswer))]
    [Answers(503, typeof(ReadyAnswer))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ready")] HttpRequest request, CancellationToken cancellation)
    {
        IReadOnlyList<ReadyCheck> answers = [.. await Task.WhenAll(checks.Select(check => Ask(check, cancellation))), .. await AskHost(cancellation)];
        if (answers.All(answer => answer.State == "up"))
        {
            return Reply.Status(200, new ReadyAnswer("ready", answers));
        }

        request.HttpContext.Response.Headers.RetryAfter = "2";
        return Reply.Status(503, new ReadyAnswer("not_ready", answers));
    }

    // What the runtime knows of itself, such as whether orchestrations run.
    private async Task<IEnumerable<ReadyCheck>> AskHost(CancellationToken cancellation) => host is null ? [] : (await host.CheckHealthAsync(cancellation)).Entries.Select(entry =>
        new ReadyCheck(entry.Key, entry.Value.Status == HealthStatus.Unhealthy ? "down" : "up", entry.Value.Description, entry.Value.Data.GetValueOrDefault("fix") as string));

    private async Task<ReadyCheck> Ask(IReadyCheck check, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var answer = await check.Check(both.Token).WaitAsync(both.Token);
            return new(check.Name, answer.Up ? "up" : "down", answer.Detail, answer.Fix);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            LogFailed(exception, check.Name);
            return new(check.Name, "down", limit.IsCancellationRequested ? $"It did not answer within {Patience.TotalSeconds} s." : "It could not be asked.", "Look into the platform's log for the reason.");
        }
    }
}

/// <summary>Whether the platform can work, and how each thing is that it depends on.</summary>
public sealed record ReadyAnswer(string Status, IReadOnlyList<ReadyCheck> Checks);

public sealed record ReadyCheck(string Name, string State, string? Detail, string? Fix);
