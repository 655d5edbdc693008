using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.HubHost;

/// <summary>What the test asks for: each answer is a promise.</summary>
public static class Door
{
    [Function("Begin")]
    public static async Task<IResult> Begin([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "begin/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client, string id)
    {
        await client.ScheduleNewOrchestrationInstanceAsync("Work", new StartOrchestrationOptions(id), request.HttpContext.RequestAborted);
        return Results.Ok();
    }

    [Function("Go")]
    public static async Task<IResult> Go([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "go/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client, string id)
    {
        try
        {
            await client.RaiseEventAsync(id, "Go", "go", request.HttpContext.RequestAborted);
            return Results.Ok();
        }
        catch (InvalidOperationException)
        {
            // It ended, so it had its event: an earlier try whose answer was lost.
            return Results.NoContent();
        }
    }
}
