using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClickDeploy.Tests.SelfHost.Http.Management;

public static class ManagementFunctions
{
    private static int _failures = 1;
    private static int _moreFailures = 1;

    /// <summary>Echoes its input, waits for "Go" when that is "wait", fails once when it is "mend" or "mend too", and always when it is "break".</summary>
    [Function(nameof(Managed))]
    public static async Task<string> Managed([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<string>() ?? "nothing";
        context.SetCustomStatus(new { At = input.Length > 100 ? "much" : input });
        return input == "wait"
            ? await context.WaitForExternalEvent<string>("Go")
            : await context.CallActivityAsync<string>(nameof(ManagedStep), input);
    }

    [Function(nameof(ManagedStep))]
    public static string ManagedStep([ActivityTrigger] string input)
        => input switch
        {
            "mend" when Interlocked.Decrement(ref _failures) >= 0 => throw new TimeoutException("not yet"),
            "mend too" when Interlocked.Decrement(ref _moreFailures) >= 0 => throw new TimeoutException("not yet"),
            "break" => throw new TimeoutException("not this one"),
            _ => "did " + input,
        };

    [Function(nameof(ManagedAny))]
    public static async Task<JsonElement> ManagedAny([OrchestrationTrigger] TaskOrchestrationContext context)
        => await context.CallActivityAsync<JsonElement>(nameof(ManagedSame), context.GetInput<JsonElement>());

    [Function(nameof(ManagedSame))]
    public static JsonElement ManagedSame([ActivityTrigger] JsonElement input) => input;

    /// <summary>Waits for the event that its input names.</summary>
    [Function(nameof(ManagedWait))]
    public static Task<string> ManagedWait([OrchestrationTrigger] TaskOrchestrationContext context) => context.WaitForExternalEvent<string>(context.GetInput<string>()!);
}
