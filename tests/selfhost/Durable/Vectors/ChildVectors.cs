using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace DurableVectors;

public static class ChildVectors
{
    /// <summary>The child that the others call: says who its parent is; "throw" makes it fail, "gate" makes it wait, "twice" fails the first two times.</summary>
    [Function(nameof(Child))]
    public static async Task<string> Child([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        string input = context.GetInput<string>()!;
        if (input == "throw")
        {
            throw new OutOfStockException("child");
        }

        if (input == "gate")
        {
            context.SetCustomStatus("at gate");
            return await context.CallActivityAsync<string>(nameof(Activities.AtGate), context.InstanceId + ":gate");
        }

        if (input.StartsWith("twice:", StringComparison.Ordinal))
        {
            int n = await context.CallActivityAsync<int>(nameof(Activities.FailFirst), new FailPlan(input, 2));
            return $"call {n}";
        }

        string said = await context.CallActivityAsync<string>(nameof(Activities.SayHello), input);
        return $"{said} from {context.Name} of {context.Parent?.Name}";
    }

    /// <summary>A child with an id of its own choice, and one without.</summary>
    [Function(nameof(SubOrchestration))]
    public static async Task<object> SubOrchestration([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        string named = await context.CallSubOrchestratorAsync<string>(nameof(Child), "one", new SubOrchestrationOptions { InstanceId = context.InstanceId + ":child" });
        string unnamed = await context.CallSubOrchestratorAsync<string>(nameof(Child), "two");
        return new { Named = named, Unnamed = unnamed, HasParent = context.Parent is not null };
    }

    /// <summary>A child fails; the parent sees a TaskFailedException with the child's failure.</summary>
    [Function(nameof(SubOrchestrationFails))]
    public static async Task<object> SubOrchestrationFails([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            return await context.CallSubOrchestratorAsync<string>(nameof(Child), "throw");
        }
        catch (TaskFailedException e)
        {
            return new { e.Message, e.TaskName, e.TaskId, Seen = DurableVectors.Seen.Of(e.FailureDetails), Caused = e.FailureDetails.IsCausedBy<OutOfStockException>() };
        }
    }

    /// <summary>A child is tried again by policy until it succeeds.</summary>
    [Function(nameof(SubOrchestrationRetry))]
    public static async Task<string> SubOrchestrationRetry([OrchestrationTrigger] TaskOrchestrationContext context)
        => await context.CallSubOrchestratorAsync<string>(nameof(Child), "twice:" + context.InstanceId, TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMilliseconds(200))));

    /// <summary>Twenty children at once, results in the order of the calls.</summary>
    [Function(nameof(SubOrchestrationsParallel))]
    public static async Task<string[]> SubOrchestrationsParallel([OrchestrationTrigger] TaskOrchestrationContext context)
        => await Task.WhenAll(Enumerable.Range(0, 20).Select(n => context.CallSubOrchestratorAsync<string>(nameof(Child), $"c{n}")));

    /// <summary>Two children wait at gates; used to show what termination does to them.</summary>
    [Function(nameof(ParentOfWaiting))]
    public static async Task<string[]> ParentOfWaiting([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            return await Task.WhenAll(new[] { "a", "b" }.Select(n =>
                context.CallSubOrchestratorAsync<string>(nameof(Child), "gate", new SubOrchestrationOptions { InstanceId = $"{context.InstanceId}:{n}" })));
        }
        finally
        {
            Stage.Count(context.InstanceId + ":finally");
        }
    }
}
