using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.Storage;
using ClickDeploy.Tests.Simulation;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable;

/// <summary>What failed goes on from the step that failed.</summary>
public sealed class RewindTests
{
    private readonly HashSet<string> _broken = ["b"];
    private readonly List<string> _ran = [];

    [Fact]
    public async Task Step_ThatFailed_RunsAgainAndTheOthersDoNot()
    {
        await using var durable = Broken(async context => await Do(context, "a") + await Do(context, "b") + await Do(context, "c"));
        _broken.Clear();

        Rewind(durable);

        Assert.Equal("abc", End(durable).ReadOutputAs<string>());
        Assert.Equal(["a", "b", "b", "c"], _ran);
        Assert.Empty(Rows(durable, "clickdeployindex", "active"));
        Assert.DoesNotContain(Rows(durable, "clickdeployinstances", "one"), row => row.Key[0] is 'm' or 'o');
    }

    [Fact]
    public async Task Failures_OfAFanOut_RunAgainAndTheOthersDoNot()
    {
        _broken.UnionWith(["d", "e"]);
        await using var durable = Broken(async context => string.Concat(await Task.WhenAll(new[] { "a", "b", "c", "d", "e" }.Select(key => Do(context, key)))));
        _broken.Clear();

        Rewind(durable);

        Assert.Equal("abcde", End(durable).ReadOutputAs<string>());
        Assert.Equal(["a", "b", "b", "c", "d", "d", "e", "e"], _ran.Order());
    }

    [Fact]
    public async Task Step_OutOfAttempts_GetsOneMore()
    {
        await using var durable = Broken(async context =>
            await context.CallActivityAsync<string>("Do", "b", TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromSeconds(1)))) + await Do(context, "c"));

        Rewind(durable);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, End(durable).RuntimeStatus);
        Assert.Equal(4, _ran.Count);
        _broken.Clear();
        Rewind(durable);

        Assert.Equal("bc", End(durable).ReadOutputAs<string>());
        Assert.Equal(["b", "b", "b", "b", "b", "c"], _ran);
    }

    [Fact]
    public async Task FailureThatWasCaught_StaysCaught()
    {
        _broken.Add("x");
        await using var durable = Broken(async context =>
        {
            string first;
            try
            {
                first = await Do(context, "x");
            }
            catch (TaskFailedException)
            {
                first = await Do(context, "instead");
            }

            return first + await Do(context, "b");
        });
        _broken.Clear();

        Rewind(durable);

        Assert.Equal("insteadb", End(durable).ReadOutputAs<string>());
        Assert.Equal(["x", "instead", "b", "b"], _ran);
    }

    [Fact]
    public async Task FailureThatWasUndone_IsRefusedAndChangesNothing()
    {
        await using var durable = Broken(async context =>
        {
            try
            {
                return await Do(context, "b");
            }
            catch (TaskFailedException)
            {
                await Do(context, "undo");
                throw;
            }
        });
        _broken.Clear();
        var before = durable.History("one");

        var refusal = Assert.Throws<InvalidOperationException>(() => Rewind(durable));

        Assert.Contains("cannot be rewound", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, durable.History("one"));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, End(durable).RuntimeStatus);
        Assert.Empty(Rows(durable, "clickdeployindex", "active"));
    }

    [Fact]
    public async Task Child_ThatFailed_GoesOnFromItsFailedStepToo()
    {
        await using var durable = Broken(
            async context => await Do(context, "a") + await context.CallSubOrchestratorAsync<string>("Child") + await Do(context, "d"),
            functions => functions
                .Orchestrator("Child", async context => await Do(context, "c") + await context.CallSubOrchestratorAsync<string>("Grandchild", new SubOrchestrationOptions { InstanceId = "deep" }))
                .Orchestrator("Grandchild", async context => await Do(context, "g") + await Do(context, "b")));
        _broken.Clear();

        Rewind(durable);

        Assert.Equal("acgbd", End(durable).ReadOutputAs<string>());
        Assert.Equal(["a", "c", "g", "b", "b", "d"], _ran);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, durable.Await(() => durable.Client.GetInstanceAsync("deep"))!.RuntimeStatus);
        Assert.Empty(Rows(durable, "clickdeployindex", "active"));
    }

    [Theory]
    [InlineData("terminated")]
    [InlineData("purged")]
    [InlineData("undone")]
    public async Task Child_ThatCannotGoOn_BeginsAgain(string what)
    {
        await using var durable = Broken(
            async context => await Do(context, "a") + await context.CallSubOrchestratorAsync<string>("Child", new SubOrchestrationOptions { InstanceId = "child" }),
            functions => functions.Orchestrator("Child", async context =>
            {
                if (what == "terminated" && _broken.Contains("b"))
                {
                    return await context.WaitForExternalEvent<string>("Never");
                }

                try
                {
                    return await Do(context, "b");
                }
                catch (TaskFailedException) when (what == "undone")
                {
                    await Do(context, "undo");
                    throw;
                }
            }),
            wait: false);
        if (what == "terminated")
        {
            durable.Await(() => Until(durable, async () => await durable.Client.GetInstanceAsync("child") is { RuntimeStatus: OrchestrationRuntimeStatus.Running }));
            durable.Await(() => durable.Client.TerminateInstanceAsync("child", "enough"));
        }

        Assert.Equal(OrchestrationRuntimeStatus.Failed, End(durable).RuntimeStatus);
        if (what == "purged")
        {
            Assert.Equal(1, durable.Await(() => durable.Client.PurgeInstanceAsync("child", CancellationToken.None)).PurgedInstanceCount);
        }

        _broken.Clear();
        Rewind(durable);

        Assert.Equal("ab", End(durable).ReadOutputAs<string>());
        Assert.Single(_ran, "a");
    }

    [Fact]
    public async Task Child_RewoundAloneBefore_IsNotRunAgain()
    {
        await using var durable = Broken(
            async context => await context.CallSubOrchestratorAsync<string>("Child", new SubOrchestrationOptions { InstanceId = "child" }) + await Do(context, "d"),
            functions => functions.Orchestrator("Child", async context => await Do(context, "b")));
        _broken.Clear();
        durable.Await(() => durable.Client.RewindInstanceAsync("child", "alone"));
        Assert.Equal("b", durable.Await(() => durable.Client.WaitForInstanceCompletionAsync("child", true)).ReadOutputAs<string>());

        Rewind(durable);

        Assert.Equal("bd", End(durable).ReadOutputAs<string>());
        Assert.Equal(["b", "b", "d"], _ran);
    }

    [Fact]
    public async Task Body_ThatThrewAndWasMended_GoesOn()
    {
        await using var durable = Broken(async context =>
        {
            var first = await Do(context, "a");
            return _broken.Count > 0 ? throw new FormatException("a bug") : first + await Do(context, "c");
        });
        Rewind(durable);
        Assert.Equal("System.FormatException: a bug", End(durable).SerializedOutput);
        _broken.Clear();

        Rewind(durable);

        Assert.Equal("ac", End(durable).ReadOutputAs<string>());
        Assert.Equal(["a", "c"], _ran);
    }

    [Fact]
    public async Task Instance_ThatWasRewound_GoesOnAfterACrash()
    {
        await using var durable = Broken(async context => await Do(context, "a") + await Do(context, "b") + await context.WaitForExternalEvent<string>("Go") + await Do(context, "c"));
        Rewind(durable);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, End(durable).RuntimeStatus);
        _broken.Clear();
        Rewind(durable);
        durable.Await(() => Until(durable, () => Task.FromResult(durable.History("one").Count(e => e == nameof(TaskCompleted)) == 2)));

        durable.Crash();
        durable.Await(() => durable.Client.RaiseEventAsync("one", "Go", "!"));

        Assert.Equal("ab!c", End(durable).ReadOutputAs<string>());
        Assert.Equal(["a", "b", "b", "b", "c"], _ran);
        Assert.Equal(2, durable.History("one").Count(e => e == nameof(ExecutionRewound)));
    }

    [Fact]
    public async Task Rewind_OfAnotherProcess_IsDoneByTheHolder()
    {
        await using var durable = Broken(async context => await Do(context, "a") + await Do(context, "b"));
        _broken.Clear();

        // Before the new process has the hub its client can only write rows.
        durable.Crash();
        Assert.Null(durable.Hub.Term);
        Rewind(durable);
        durable.Await(() => Until(durable, async () => await durable.Client.GetInstanceAsync("one") is { RuntimeStatus: OrchestrationRuntimeStatus.Completed }));

        Assert.Equal("ab", End(durable).ReadOutputAs<string>());
        Assert.DoesNotContain(Rows(durable, "clickdeployinstances", "one"), row => row.Key[0] is 'm' or 'o');
    }

    [Fact]
    public async Task Rewind_OfWhatHasNotFailed_IsRefused()
    {
        await using var durable = Broken(async context => await context.WaitForExternalEvent<string>("Go"), wait: false);

        Assert.Contains("Running", Assert.Throws<InvalidOperationException>(() => Rewind(durable)).Message, StringComparison.Ordinal);
        durable.Await(() => durable.Client.RaiseEventAsync("one", "Go", "!"));
        End(durable);
        Assert.Contains("Completed", Assert.Throws<InvalidOperationException>(() => Rewind(durable)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => durable.Await(() => durable.Client.RewindInstanceAsync("nobody", "")));
    }

    private static Task<string> Do(TaskOrchestrationContext context, string key) => context.CallActivityAsync<string>("Do", key);

    private static void Rewind(InMemoryDurable durable) => durable.Await(() => durable.Client.RewindInstanceAsync("one", "mended"));

    private static OrchestrationMetadata End(InMemoryDurable durable) => durable.Await(() => durable.Client.WaitForInstanceCompletionAsync("one", true));

    // The instance "one" of that body, which fails.
    private InMemoryDurable Broken(Func<TaskOrchestrationContext, Task<object?>> body, Action<DurableRegistry>? more = null, bool wait = true)
    {
        var registry = new DurableRegistry().Orchestrator("Main", body).Activity<string>("Do", key =>
        {
            _ran.Add(key);
            return _broken.Contains(key) ? throw new TimeoutException(key) : Task.FromResult<object?>(key);
        });
        more?.Invoke(registry);
        var durable = new InMemoryDurable(registry);
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Main", new StartOrchestrationOptions("one")));
        if (wait)
        {
            Assert.Equal(OrchestrationRuntimeStatus.Failed, End(durable).RuntimeStatus);
        }
        else
        {
            durable.Await(() => durable.Client.WaitForInstanceStartAsync("one"));
        }

        return durable;
    }

    private static async Task Until(InMemoryDurable durable, Func<Task<bool>> isSo)
    {
        for (var i = 0; i < 10_000 && !await isSo(); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), durable.Clock);
        }
    }

    private static List<Row> Rows(InMemoryDurable durable, string table, string partition)
        => durable.Await(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), durable.Clock);
            return await durable.Store.Table(table).Query(partition, KeyRange.All).ToListAsync();
        });
}
