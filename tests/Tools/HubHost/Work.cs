using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClickDeploy.HubHost;

/// <summary>A bit of everything that a history records: it gives back what each activity gave it, by the place of the call.</summary>
public static class Work
{
    [Function("Work")]
    public static async Task<SortedDictionary<string, string>> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var given = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < 3; i++)
        {
            given[$"sequence {i}"] = await Step($"sequence {i}");
        }

        string[] places = ["fan 0", "fan 1", "fan 2", "fan 3"];
        var fan = await Task.WhenAll(places.Select(Step));
        foreach (var (place, token) in places.Zip(fan))
        {
            given[place] = token;
        }

        await context.CreateTimer(TimeSpan.FromMilliseconds(300), CancellationToken.None);
        given["child"] = await context.CallSubOrchestratorAsync<string>("Child");
        await context.WaitForExternalEvent<string>("Go");
        given["last"] = await Step("last");
        return given;

        Task<string> Step(string place) => context.CallActivityAsync<string>("Step", $"{context.InstanceId}|{place}");
    }

    [Function("Child")]
    public static Task<string> Child([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync<string>("Step", $"{context.InstanceId}|in the child");
}
