using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Tests.Shared.Storage.Azure;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable.Edges;

/// <summary>Versions and tags of orchestrations, their children and their activities.</summary>
public abstract class VersionEdges(Func<IStorage>? store) : Edges(store)
{
    [Fact]
    public async Task Version_GivenAtTheStart_IsSeenByBodyActivityAndHistory_AfterACrashToo()
    {
        await using var durable = Durable(Versions());
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Tells", new StartOrchestrationOptions("one") { Version = "1.2" }));
        Rest(durable);

        durable.Crash();
        Raise(durable, "one", "Go");

        Assert.Equal("1.2 1.2 3.4 - 9", End(durable, "one").ReadOutputAs<string>());
        Assert.Equal("1.2", durable.Events("one").OfType<ExecutionStarted>().Single().Version);
        Assert.Equal(["1.2", "3.4", null], durable.Events("one").OfType<TaskScheduled>().Select(task => task.Version));
    }

    [Fact]
    public async Task Version_OfTheHost_IsThatOfStartsAndChildrenWithoutOne()
    {
        await using var durable = Durable(Versions(), options => options.DefaultVersion = "7");
        Start(durable, "Tells", "one");
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Tells", new StartOrchestrationOptions("two") { Version = TaskVersion.Unversioned }));
        Raise(durable, "one", "Go");
        Raise(durable, "two", "Go");

        // The child has the host's version, whatever its parent's is; the activity its orchestration's.
        Assert.Equal("7 7 3.4 7 9", End(durable, "one").ReadOutputAs<string>());
        Assert.Equal("- - 3.4 7 9", End(durable, "two").ReadOutputAs<string>());
    }

    [Fact]
    public async Task NewVersion_OfTheNextGeneration_IsItsOwn_AndNoneKeepsTheOld()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Turns", context =>
        {
            var seen = context.GetInput<string>() + context.Version + " ";
            switch (context.Version)
            {
                case "1":
                    context.ContinueAsNew(new ContinueAsNewOptions { NewInput = seen, NewVersion = "2" });
                    break;
                case "2" when seen.Length < 8:
                    context.ContinueAsNew(new ContinueAsNewOptions { NewInput = seen, NewVersion = " ", PreserveUnprocessedEvents = false });
                    break;
            }

            return Task.FromResult<object?>(seen);
        }));
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Turns", "", new StartOrchestrationOptions("one") { Version = "1" }));

        Assert.Equal("1 2 2 2 ", End(durable, "one").ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restart_KeepsVersionAndTags(bool underANewId)
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Says", context => Task.FromResult<object?>(context.Version)));
        var options = new StartOrchestrationOptions("one") { Version = "5", Tags = new Dictionary<string, string> { ["team"] = "blue" } };
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Says", options));
        End(durable, "one");

        var again = End(durable, durable.Await(() => durable.Client.RestartAsync("one", underANewId)));

        Assert.Equal(("5", "blue"), (again.ReadOutputAs<string>(), again.Tags["team"]));
    }

    [Fact]
    public async Task Rewound_GoesOnInItsVersion()
    {
        var mended = false;
        await using var durable = Durable(TestFunctions.Echoing()
            .Activity<string>("Works", text => mended ? Task.FromResult<object?>(text) : throw new InvalidOperationException("not yet"))
            .Orchestrator("Says", async context => context.Version + await context.CallActivityAsync<string>("Works", "!")));
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Says", new StartOrchestrationOptions("one") { Version = "5" }));
        End(durable, "one");

        mended = true;
        durable.Await(() => durable.Client.RewindInstanceAsync("one", "mended"));

        Assert.Equal("5!", End(durable, "one").ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "1.0", -1)]
    [InlineData("1.0", "", 1)]
    [InlineData("1.2", "1.10", -1)]
    [InlineData("2.0.1", "2.0", 1)]
    [InlineData("beta", "ALPHA", 1)]
    [InlineData("v2", "V2", 0)]
    public async Task Compare_GoesByNumbersWhereThereAreSome(string own, string other, int sign)
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Compares", context => Task.FromResult<object?>(Math.Sign(context.CompareVersionTo(context.GetInput<string>()!)))));
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Compares", other, new StartOrchestrationOptions("one") { Version = own }));

        Assert.Equal(sign, End(durable, "one").ReadOutputAs<int>());
    }

    [Fact]
    public void TaskVersion_IsATextWithoutItsCase()
    {
        Assert.Equal(TaskVersion.Unversioned, new TaskVersion(null));
        Assert.Equal(TaskVersion.Unversioned, new TaskVersion(""));
        Assert.True((TaskVersion)"V1" == (TaskVersion)"v1");
        Assert.True((TaskVersion)"V1" != (TaskVersion)"v2");
        Assert.Equal(((TaskVersion)"V1").GetHashCode(), ((TaskVersion)"v1").GetHashCode());
        Assert.Equal("V1", new TaskVersion("V1"));
        Assert.Throws<ArgumentException>(() => new TaskVersion(" "));
    }

    [Fact]
    public async Task Tags_AreShownWithTheInstance_AndItsChildrenHaveThemToo()
    {
        await using var durable = Durable(TestFunctions.Echoing()
            .Orchestrator("Child", async context =>
            {
                await context.CallActivityAsync("Echo", "x", new TaskOptions(tags: new Dictionary<string, string> { ["of"] = "the task" }));
                if (context.GetInput<int>() == 1)
                {
                    context.ContinueAsNew(2);
                }

                return null;
            })
            .Orchestrator("Parent", async context =>
            {
                await context.CallSubOrchestratorAsync("Child", 1, new SubOrchestrationOptions(instanceId: "child") { Tags = new Dictionary<string, string> { ["b"] = "own", ["c"] = "名" } });
                return null;
            }));
        var options = new StartOrchestrationOptions("parent") { Tags = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } };
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Parent", options));
        End(durable, "parent");

        var listed = durable.Await(async () => await durable.Client.GetAllInstancesAsync().ToListAsync());

        Assert.Equal("a=1 b=own c=名", Text(listed.Single(one => one.InstanceId == "child").Tags));
        Assert.Equal("a=1 b=2", Text(listed.Single(one => one.InstanceId == "parent").Tags));
        Assert.Equal("of=the task", Text(durable.Events("child").OfType<TaskScheduled>().Single().Tags!));
        Assert.Empty(durable.Run("Five").Tags);

        static string Text(IReadOnlyDictionary<string, string> tags) => string.Join(' ', tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));
    }

    [Fact]
    public async Task Tags_TooManyForTheirRow_AreRefused()
    {
        await using var durable = Durable(TestFunctions.Echoing());
        var options = new StartOrchestrationOptions("one") { Tags = new Dictionary<string, string> { ["a"] = new string('x', 8_000) } };

        Assert.Throws<ArgumentException>(() => durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Five", options)));
        Assert.Null(Status(durable, "one"));
    }

    // The own version, the activity's without and with one, a child's without and with one.
    private static DurableRegistry Versions()
    {
        var registry = TestFunctions.Echoing()
            .Orchestrator("Child", context => Task.FromResult<object?>(Or(context.Version)))
            .Orchestrator("Tells", async context =>
            {
                var all = $"{Or(context.Version)} {await context.CallActivityAsync<string>("Version")} {await context.CallActivityAsync<string>("Version", new TaskOptions { Version = "3.4" })}";
                await context.CallActivityAsync<string>("Version", new TaskOptions { Version = TaskVersion.Unversioned });
                all += $" {await context.CallSubOrchestratorAsync<string>("Child")} {await context.CallSubOrchestratorAsync<string>("Child", new SubOrchestrationOptions { Version = "9" })}";
                await context.WaitForExternalEvent<string>("Go");
                return all;
            });
        registry.Add(new ActivityFunction("Version", typeof(object), (_, context, _, _) => Task.FromResult<object?>(Or(context.Version))));
        return registry;
    }

    private static string Or(string version) => version.Length == 0 ? "-" : version;
}

public sealed class VersionEdgesInMemory() : VersionEdges(null);

[Collection(OnAzurite.Name)]
[Trait("Speed", "Slow")]
public sealed class VersionEdgesOnAzurite(AzuriteFixture azurite) : VersionEdges(() => AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System));
