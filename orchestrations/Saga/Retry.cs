using ClickDeploy.Services;
using Microsoft.DurableTask;

namespace ClickDeploy.Orchestrations.Saga;

/// <summary>The named retry policies. A step that fails as expected answers with a value; what is tried again is an outage.</summary>
public static class Retry
{
    /// <summary>Before the point of no return: give up within a minute, and unwind.</summary>
    public static TaskOptions Outage { get; } = TaskOptions.FromRetryPolicy(new RetryPolicy(6, TimeSpan.FromMilliseconds(500), 2, TimeSpan.FromSeconds(15)) { HandleFailure = MayHelp });

    /// <summary>After the point of no return, and undoing: there is no way but forward; for a day, at last once in five minutes.</summary>
    public static TaskOptions Forward { get; } = TaskOptions.FromRetryPolicy(new RetryPolicy(300, TimeSpan.FromMilliseconds(500), 2, TimeSpan.FromMinutes(5)) { HandleFailure = MayHelp });

    private static bool MayHelp(TaskFailureDetails failure) => !failure.IsCausedBy<TurnLostException>();
}
