using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace DurableVectors;

public static class EventVectors
{
    /// <summary>Waits for one event. Also used for names that differ in case and for events that come too late.</summary>
    [Function(nameof(WaitForGo))]
    public static async Task<string> WaitForGo([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus("waiting");
        return "got " + await context.WaitForExternalEvent<string>("Go");
    }

    /// <summary>Three events come while an activity runs and no one waits: they are kept, and handed out oldest first.</summary>
    [Function(nameof(EventsBuffered))]
    public static async Task<List<int>> EventsBuffered([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus("busy");
        await context.CallActivityAsync<string>(nameof(Activities.AtGate), context.InstanceId + ":busy");
        var got = new List<int>();
        for (int i = 0; i < 3; i++)
        {
            got.Add(await context.WaitForExternalEvent<int>("Item"));
        }

        return got;
    }

    /// <summary>Two waits of one name are open at once: which of them gets the first event.</summary>
    [Function(nameof(EventTwoWaiters))]
    public static async Task<object> EventTwoWaiters([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        Task<string> first = context.WaitForExternalEvent<string>("Go");
        Task<string> second = context.WaitForExternalEvent<string>("GO");
        context.SetCustomStatus("two wait");
        await Task.WhenAny(first, second);
        bool firstWaitGotFirstEvent = first.IsCompleted;
        context.SetCustomStatus("one waits");
        await Task.WhenAll(first, second);
        return new { FirstWaitGotFirstEvent = firstWaitGotFirstEvent, First = await first, Second = await second };
    }

    /// <summary>The wait with a timeout throws TaskCanceledException when nothing comes; the orchestrator catches it.</summary>
    [Function(nameof(EventTimesOut))]
    public static async Task<object> EventTimesOut([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            return "got " + await context.WaitForExternalEvent<string>("Go", TimeSpan.FromSeconds(2));
        }
        catch (Exception e)
        {
            return new { Caught = e.GetType().FullName, e.Message };
        }
    }

    /// <summary>The wait with a timeout that nothing catches: how the instance fails.</summary>
    [Function(nameof(EventTimeoutUncaught))]
    public static async Task<string> EventTimeoutUncaught([OrchestrationTrigger] TaskOrchestrationContext context)
        => await context.WaitForExternalEvent<string>("Go", TimeSpan.FromSeconds(2));

    /// <summary>The event comes within the timeout: its value is returned, the timer of an hour does not hold the instance.</summary>
    [Function(nameof(EventInTime))]
    public static async Task<string> EventInTime([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus("waiting");
        return await context.WaitForExternalEvent<string>("Go", TimeSpan.FromHours(1));
    }

    /// <summary>The payload cannot be read as the type that is awaited.</summary>
    [Function(nameof(EventOfWrongType))]
    public static async Task<object> EventOfWrongType([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus("waiting");
        try
        {
            return await context.WaitForExternalEvent<int>("Number");
        }
        catch (Exception e)
        {
            return "caught " + e.GetType().Name;
        }
    }

    /// <summary>Sends an event to another instance and to one that does not exist; neither holds or fails the sender.</summary>
    [Function(nameof(SendsEvents))]
    public static async Task<string> SendsEvents([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        string target = context.GetInput<string>()!;
        context.SendEvent(target, "Go", "a letter");
        context.SendEvent(context.InstanceId + ":nobody", "Go", "lost");
        return await context.CallActivityAsync<string>(nameof(Activities.SayHello), "sender");
    }
}
