using System.Diagnostics;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.Tests.Simulation;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable.Traces;

/// <summary>One trace an orchestration: whatever process made a span, and however often its history was replayed.</summary>
public sealed class TraceTests
{
    private const string Root = "create_orchestration:Parent / orchestration:Parent";

    [Fact]
    public async Task Orchestration_WithAllKindsOfSteps_IsOneTree()
    {
        using var spans = new Spans(out var within);
        await using var durable = new InMemoryDurable(Family());

        var end = Run(durable, within);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal(
            [
                "create_orchestration:Parent",
                Root,
                $"{Root} / activity:Echo",
                $"{Root} / activity:Echo / activity:Echo",
                $"{Root} / orchestration:Child",
                $"{Root} / orchestration:Child / orchestration:Child",
                $"{Root} / orchestration:Child / orchestration:Child / activity:Echo",
                $"{Root} / orchestration:Child / orchestration:Child / activity:Echo / activity:Echo",
                $"{Root} / orchestration:Child / orchestration:Child / orchestration:Child:step",
                $"{Root} / orchestration:Child / orchestration:Child / orchestration:Child:step",
                $"{Root} / orchestration:Parent:step",
                $"{Root} / orchestration:Parent:step",
                $"{Root} / orchestration:Parent:step",
                $"{Root} / orchestration:Parent:step",
                $"{Root} / orchestration:Parent:timer",
            ],
            spans.Tree());
        Assert.Equal(within.SpanId, Only(spans, "create_orchestration:Parent").ParentSpanId);
        Assert.InRange(Only(spans, "orchestration:Parent:timer").Duration, TimeSpan.FromHours(1), TimeSpan.FromHours(1.1));
    }

    [Fact]
    public async Task Process_ThatDiesInTheMiddle_LeavesEachSpanWithOneId()
    {
        using var spans = new Spans(out var within);
        await using var durable = new InMemoryDurable(Family().Orchestrator("Long", async context =>
        {
            await context.CallActivityAsync<string>("Echo", "one");
            await context.WaitForExternalEvent<string>("Go");
            return await context.CallActivityAsync<string>("Echo", "two");
        }));
        durable.Await(() => Within(within, () => durable.Client.ScheduleNewOrchestrationInstanceAsync("Long", new StartOrchestrationOptions("long"))));
        durable.Await(() => Until(durable, () => durable.History("long").Contains("TaskCompleted")));

        durable.Crash();
        durable.Await(() => durable.Client.RaiseEventAsync("long", "Go", "now"));
        durable.Await(() => durable.Client.WaitForInstanceCompletionAsync("long"));

        // What the dead process may not have sent is sent again, as the same span.
        var steps = spans.Ended.Where(span => span.OperationName == "orchestration:Long:step").ToLookup(span => span.SpanId);
        Assert.Equal(4, steps.Count);
        Assert.Equal(2, spans.Ended.Where(span => span is { OperationName: "activity:Echo", Kind: ActivityKind.Client }).Select(span => span.SpanId).Distinct().Count());
        Assert.Single(spans.Ended, span => span.OperationName == "orchestration:Long");
        // The first step of the new process names the last one of the old.
        var replayed = Assert.Single(spans.Ended, span => span.GetTagItem("clickdeploy.step.replayed") is > 0);
        var before = Assert.Single(replayed.Links).Context;
        Assert.True(steps.Contains(before.SpanId));
        Assert.Equal(within.TraceId, before.TraceId);
    }

    [Fact]
    public async Task Activity_ThatIsRepeated_HasASpanForEachAttempt()
    {
        using var spans = new Spans(out var within);
        await using var failing = new InMemoryDurable(
            new ClickDeploy.SelfHost.Durable.DurableRegistry()
                .Activity<string>("Fails", _ => throw new InvalidDataException("a secret"))
                .Orchestrator("Tries", async context => await context.CallActivityAsync<string>("Fails", "a secret", TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromSeconds(1))))));

        failing.Await(async () =>
        {
            var id = await Within(within, () => failing.Client.ScheduleNewOrchestrationInstanceAsync("Tries"));
            await failing.Client.WaitForInstanceCompletionAsync(id);
        });

        var attempts = spans.Ended.Where(span => span is { OperationName: "activity:Fails", Kind: ActivityKind.Client }).ToList();
        Assert.Equal([1, 2, 3], attempts.Select(span => (int)span.GetTagItem("clickdeploy.attempt")!));
        Assert.All(attempts, span => Assert.Equal((ActivityStatusCode.Error, typeof(InvalidDataException).FullName), (span.Status, span.GetTagItem("error.type"))));
        Assert.DoesNotContain(spans.Ended, span => $"{span.StatusDescription}{string.Join(',', span.TagObjects)}".Contains("a secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Generations_OfOneOrchestration_StayInItsTrace()
    {
        using var spans = new Spans(out var within);
        await using var durable = new InMemoryDurable(TestFunctions.Echoing().Orchestrator("Count", async context =>
        {
            var n = context.GetInput<int>();
            await context.CallActivityAsync<string>("Echo", "x");
            if (n > 0)
            {
                context.ContinueAsNew(n - 1);
            }

            return n;
        }));

        durable.Await(async () =>
        {
            var id = await Within(within, () => durable.Client.ScheduleNewOrchestrationInstanceAsync("Count", 2));
            await durable.Client.WaitForInstanceCompletionAsync(id);
        });

        Assert.Equal(3, spans.Ended.Where(span => span.OperationName == "orchestration:Count").Select(span => span.SpanId).Distinct().Count());
        Assert.Equal(3, spans.Tree().Count(path => path == "create_orchestration:Count / orchestration:Count / activity:Echo / activity:Echo"));
    }

    [Fact]
    public async Task Wait_ThatAnEventEnds_IsASpanFromItsOpeningToTheEvent()
    {
        using var spans = new Spans(out var within);
        await using var durable = new InMemoryDurable(TestFunctions.Echoing().Orchestrator("Asks", async context =>
        {
            await context.WaitForExternalEvent<string>("Early");
            return await context.WaitForExternalEvent<string>("Go");
        }));
        durable.Await(() => Within(within, () => durable.Client.ScheduleNewOrchestrationInstanceAsync("Asks", new StartOrchestrationOptions("asks"))));
        durable.Await(() => durable.Client.RaiseEventAsync("asks", "early", "1"));
        durable.Await(() => Task.Delay(TimeSpan.FromHours(1), durable.Clock));

        durable.Crash();
        durable.Await(() => durable.Client.RaiseEventAsync("asks", "Go", "a secret"));
        durable.Await(() => durable.Client.WaitForInstanceCompletionAsync("asks"));

        var own = Only(spans, "orchestration:Asks");
        var waits = Waits(spans);
        Assert.Equal(["orchestration_event:Early True", "orchestration_event:Go True"], waits.Select(Told));
        Assert.All(waits, wait => Assert.Equal((own.SpanId, ActivityKind.Consumer, "asks"), (wait.ParentSpanId, wait.Kind, wait.GetTagItem("durabletask.task.instance_id"))));
        Assert.InRange(waits[1].Duration, TimeSpan.FromHours(0.99), TimeSpan.FromHours(1.1));
        Assert.DoesNotContain(spans.Ended, span => string.Join(',', span.TagObjects).Contains("a secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wait_ThatIsGivenUp_EndsWithTheTurnThatGaveItUp()
    {
        using var spans = new Spans(out var within);
        await using var durable = new InMemoryDurable(TestFunctions.Echoing().Orchestrator("Asks", async context =>
        {
            var late = context.WaitForExternalEvent<string>("Never");
            try
            {
                await context.WaitForExternalEvent<string>("Go", TimeSpan.FromMinutes(5));
            }
            catch (TaskCanceledException)
            {
                await context.CreateTimer(TimeSpan.FromMinutes(5), CancellationToken.None);
            }

            return late.IsCompleted;
        }));

        durable.Await(() => Within(within, () => durable.Client.ScheduleNewOrchestrationInstanceAsync("Asks", new StartOrchestrationOptions("asks"))));
        durable.Await(() => durable.Client.WaitForInstanceCompletionAsync("asks"));

        var waits = Waits(spans);
        Assert.Equal(["orchestration_event:Go False", "orchestration_event:Never False"], waits.Select(Told));
        Assert.InRange(waits[0].Duration, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5.5));
        Assert.InRange(waits[1].Duration, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10.5));
        Assert.All(waits, wait => Assert.Equal(ActivityStatusCode.Unset, wait.Status));
    }

    [Fact]
    public async Task Wait_OfAnEventThatIsThere_TakesNoTime()
    {
        using var spans = new Spans(out var within);
        await using var durable = new InMemoryDurable(TestFunctions.Echoing().Orchestrator("Asks", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(5), CancellationToken.None);
            return await context.WaitForExternalEvent<string>("Go");
        }));

        durable.Await(() => Within(within, () => durable.Client.ScheduleNewOrchestrationInstanceAsync("Asks", new StartOrchestrationOptions("asks"))));
        durable.Await(() => durable.Client.RaiseEventAsync("asks", "Go", "now"));
        durable.Await(() => durable.Client.WaitForInstanceCompletionAsync("asks"));

        var wait = Assert.Single(Waits(spans));
        Assert.Equal("orchestration_event:Go True", Told(wait));
        Assert.InRange(wait.Duration, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Wait_OverAFailureAndARewind_IsASpanForEachEnd()
    {
        using var spans = new Spans(out var within);
        var isBroken = true;
        await using var durable = new InMemoryDurable(new ClickDeploy.SelfHost.Durable.DurableRegistry()
            .Activity<string>("Works", _ => isBroken ? throw new IOException("out of order") : Task.FromResult<object?>("done"))
            .Orchestrator("Asks", async context =>
            {
                var go = context.WaitForExternalEvent<string>("Go");
                await context.CallActivityAsync<string>("Works", "x");
                return await go;
            }));
        durable.Await(() => Within(within, () => durable.Client.ScheduleNewOrchestrationInstanceAsync("Asks", new StartOrchestrationOptions("asks"))));
        durable.Await(() => durable.Client.WaitForInstanceCompletionAsync("asks"));

        isBroken = false;
        durable.Await(() => durable.Client.RewindInstanceAsync("asks", "mended"));
        durable.Await(() => durable.Client.RaiseEventAsync("asks", "Go", "now"));
        durable.Await(() => durable.Client.WaitForInstanceCompletionAsync("asks"));

        Assert.Equal(["orchestration_event:Go False", "orchestration_event:Go True"], Waits(spans).Select(Told));
        Assert.All(Waits(spans), wait => Assert.Contains(spans.Ended, span => span.OperationName == "orchestration:Asks" && span.SpanId == wait.ParentSpanId));
    }

    [Fact]
    public async Task Start_ThatNobodyRecords_LeavesNoTraceInTheHistory()
    {
        await using var durable = new InMemoryDurable(TestFunctions.Echoing());

        durable.Run("Five", id: "one");

        Assert.Null(durable.Events("one").OfType<ExecutionStarted>().Single().Trace);
        Assert.DoesNotContain("trace", System.Text.Encoding.UTF8.GetString(HistoryJson.Write(new HistoryStep(default, false, [new ExecutionStarted("a", null)], []))), StringComparison.OrdinalIgnoreCase);
    }

    private static ClickDeploy.SelfHost.Durable.DurableRegistry Family() => TestFunctions.Echoing()
        .Orchestrator("Child", async context => await context.CallActivityAsync<string>("Echo", "child"))
        .Orchestrator("Parent", async context =>
        {
            await context.CallActivityAsync<string>("Echo", "first");
            await context.CreateTimer(context.CurrentUtcDateTime.AddHours(1), CancellationToken.None);
            return await context.CallSubOrchestratorAsync<string>("Child");
        });

    private static OrchestrationMetadata Run(InMemoryDurable durable, Activity within) => durable.Await(async () =>
    {
        var id = await Within(within, () => durable.Client.ScheduleNewOrchestrationInstanceAsync("Parent"));
        return await durable.Client.WaitForInstanceCompletionAsync(id);
    });

    private static async Task<T> Within<T>(Activity span, Func<Task<T>> act)
    {
        Activity.Current = span;
        try
        {
            return await act();
        }
        finally
        {
            Activity.Current = null;
        }
    }

    private static async Task Until(InMemoryDurable durable, Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), durable.Clock);
        }
    }

    // One for each id: after a crash it may be handed out once more.
    private static List<Activity> Waits(Spans spans) =>
        [.. spans.Ended.Where(span => span is { Kind: ActivityKind.Consumer }).DistinctBy(span => span.SpanId).OrderBy(span => span.StartTimeUtc + span.Duration)];

    private static string Told(Activity wait) => $"{wait.OperationName} {wait.GetTagItem("clickdeploy.event.received")}";

    private static Activity Only(Spans spans, string name) => Assert.Single(spans.Ended, span => span.OperationName == name);
}
