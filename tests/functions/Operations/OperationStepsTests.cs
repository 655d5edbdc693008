using System.Text.Json;
using ClickDeploy.Functions.Operations;

namespace ClickDeploy.Tests.Functions.Operations;

public sealed class OperationStepsTests
{
    private static readonly object Well = new { Running = false, Failure = (object?)null };

    [Fact]
    public void RunJob_OfAJob_SaysWhich()
    {
        Assert.Equal(["fetch", "pre_deploy", null, null], Steps(Done("RunJob", Well, 0), Done("RunJob", Well, 6), Done("RunJob", Well, 99), Done("DetectPlan", null)).Select(step => step.Detail));
    }

    [Fact]
    public void Undo_AfterAFailure_IsTold()
    {
        var steps = Steps(Done("StartInstance", null), Done("CheckHealth", null), Done("RemoveInstance", null), Done("RemoveRelease", null), Done("FinishDeployment", null));
        Assert.Equal(["RemoveInstance", "RemoveRelease"], steps.Where(step => step.Undo).Select(step => step.Name));
    }

    [Fact]
    public void Undo_OfWhatALiveDeploymentRemoves_IsNone()
    {
        var steps = Steps(Done("RunJob", Well, 6), Done("RemovePreDeploy", null), Done("StartInstance", null), Done("FinishDeployment", null), Done("RemoveInstance", null));
        Assert.DoesNotContain(steps, step => step.Undo);
    }

    [Fact]
    public void Undo_OfAPreDeployCommandThatFailed_IsTold()
    {
        var failed = new { Running = false, Failure = new { Code = "pre_deploy_failed" } };
        Assert.True(Steps(Done("RunJob", failed, 6), Done("RemovePreDeploy", null))[1].Undo);
    }

    [Fact]
    public void Timer_ThatWaits_SaysUntilWhen()
    {
        var timer = Assert.Single(Steps(new { EventType = "TimerCreated", ScheduledTime = "2026-11-21T12:00:00Z", Timestamp = "2026-11-21T12:00:00Z", FireAt = "2026-11-21T12:00:30Z" }));
        Assert.Equal(("waiting", new DateTimeOffset(2026, 11, 21, 12, 0, 30, TimeSpan.Zero)), (timer.Status, timer.Until));
    }

    [Fact]
    public void Step_ThatItsOrchestrationDidNotWaitFor_EndedWithIt()
    {
        object timer = new { EventType = "TimerCreated", Timestamp = "2026-11-21T12:00:01Z", FireAt = "2026-11-21T12:00:30Z" };
        object running = new { EventType = "TaskScheduled", FunctionName = "RunJob", Timestamp = "2026-11-21T12:00:02Z" };
        object ended = new { EventType = "ExecutionCompleted", Timestamp = "2026-11-21T12:00:05Z" };

        var steps = Steps(timer, running, ended);
        Assert.Equal([("waiting", null, null), ("terminated", 5, 3d)], steps.Select(step => (step.Status, step.FinishedAt?.Second, step.Duration)));
        Assert.Equal(("waiting", 5), Assert.Single(Steps(timer, ended)) is var wait ? (wait.Status, wait.FinishedAt!.Value.Second) : default);
        // What goes on after a rewind is under way again.
        Assert.Equal("running", Steps(ended, running)[0].Status);
    }

    [Fact]
    public void CurrentStep_IsWhatHasNotEnded_OrWhatItWaitsFor()
    {
        object running = new { EventType = "TaskScheduled", FunctionName = "RunJob", Input = new { Job = 0 }, Timestamp = "2026-11-21T12:00:02Z" };
        object timer = new { EventType = "TimerCreated", Timestamp = "2026-11-21T12:00:02Z", FireAt = "2026-11-21T12:00:30Z" };

        Assert.Null(CurrentStep.Of(Steps(Done("RunJob", Well, 0))));
        Assert.Equal(("RunJob", "fetch", null), CurrentStep.Of(Steps(Done("ReserveHost", null), running)) is { } at ? (at.Name, at.Detail, at.Until) : default);
        Assert.Equal(("CheckHealth", 30), CurrentStep.Of(Steps(Done("CheckHealth", null), timer)) is { } waits ? (waits.Name, waits.Until!.Value.Second) : default);
        Assert.Equal(("wait", "timer"), CurrentStep.Of(Steps(timer)) is { } alone ? (alone.Name, alone.Kind) : default);
        // Both: what is worked on, and not what bounds it.
        Assert.Equal(("RunJob", null), CurrentStep.Of(Steps(timer, running)) is { } both ? (both.Name, both.Until) : default);
    }

    private static IReadOnlyList<OperationStep> Steps(params object[] events) => OperationSteps.Of(JsonSerializer.SerializeToElement(events));

    private static object Done(string name, object? result, int? job = null) =>
        new { EventType = "TaskCompleted", FunctionName = name, Input = job is null ? null : new { Job = job }, Result = result, ScheduledTime = "2026-11-21T12:00:00Z", Timestamp = "2026-11-21T12:00:01Z" };
}
