using System.Text.Json.Nodes;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Read;

namespace ClickDeploy.Tests.SelfHost.Durable.Vectors;

/// <summary>Histories of this engine in the words of vectors.json.</summary>
internal static class VectorHistory
{
    public static string Name(HistoryEvent e) => e switch
    {
        ChildCreated => "SubOrchestrationInstanceCreated",
        ChildCompleted => "SubOrchestrationInstanceCompleted",
        ChildFailed => "SubOrchestrationInstanceFailed",
        _ => e.GetType().Name,
    };

    public static JsonObject Describe(TimedEvent timed)
    {
        var entry = new JsonObject { ["event"] = Name(timed.Event) };
        switch (timed.Event)
        {
            case ExecutionStarted started:
                entry["name"] = started.Name;
                break;
            case TaskScheduled task:
                entry["id"] = task.Id;
                entry["name"] = task.Name;
                break;
            case TimerCreated timer:
                entry["id"] = timer.Id;
                entry["secondsAhead"] = (int)Math.Round((timer.FireAt - timed.At.UtcDateTime).TotalSeconds);
                break;
            case ChildCreated child:
                entry["id"] = child.Id;
                entry["name"] = child.Name;
                entry["instance"] = child.Instance;
                break;
            case EventSent sent:
                entry["id"] = sent.Id;
                entry["name"] = sent.Name;
                entry["instance"] = sent.Instance;
                break;
            case EventRaised raised:
                entry["name"] = raised.Name;
                Put(entry, "payload", raised.Payload);
                break;
            case TaskCompleted completed:
                entry["for"] = completed.For;
                Put(entry, "result", completed.Result);
                break;
            case ChildCompleted completed:
                entry["for"] = completed.For;
                Put(entry, "result", completed.Result);
                break;
            case TaskFailed failed:
                Fail(entry, failed.For, failed.Failure);
                break;
            case ChildFailed failed:
                Fail(entry, failed.For, failed.Failure);
                break;
            case TimerFired fired:
                entry["for"] = fired.For;
                break;
            case ExecutionSuspended suspended:
                Put(entry, "reason", suspended.Reason);
                break;
            case ExecutionResumed resumed:
                Put(entry, "reason", resumed.Reason);
                break;
            case ExecutionTerminated terminated:
                Put(entry, "reason", terminated.Output);
                break;
            case ExecutionCompleted completed:
                entry["id"] = completed.Id;
                entry["status"] = completed.Status.ToString();
                Put(entry, "result", completed.Failure?.Message ?? completed.Result);
                if (completed.Failure is { } failure)
                {
                    entry["failureDetails"] = Describe(failure);
                }

                break;
        }

        return entry;
    }

    public static JsonObject Describe(Failure failure) => new()
    {
        ["errorType"] = failure.Type,
        ["errorMessage"] = failure.Message,
        ["inner"] = failure.Inner is { } inner ? Describe(inner) : null,
    };

    private static void Fail(JsonObject entry, int task, Failure failure)
    {
        entry["for"] = task;
        entry["reason"] = failure.Message;
        entry["failureDetails"] = Describe(failure);
    }

    private static void Put(JsonObject entry, string name, string? text)
    {
        if (text is not null)
        {
            entry[name] = text;
        }
    }
}
