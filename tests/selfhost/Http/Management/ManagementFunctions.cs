using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClickDeploy.Tests.SelfHost.Http.Management;

public static class ManagementFunctions
{
    private static int _failures = 1;

    /// <summary>Echoes its input, waits for "Go" when that is "wait", and fails once when it is "mend".</summary>
    [Function(nameof(Managed))]
    public static async Task<string> Managed([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<string>() ?? "nothing";
        context.SetCustomStatus(new { At = input });
        return input == "wait"
            ? await context.WaitForExternalEvent<string>("Go")
            : await context.CallActivityAsync<string>(nameof(ManagedStep), input);
    }

    [Function(nameof(ManagedStep))]
    public static string ManagedStep([ActivityTrigger] string input)
        => input == "mend" && Interlocked.Decrement(ref _failures) >= 0 ? throw new TimeoutException("not yet") : "did " + input;
}
