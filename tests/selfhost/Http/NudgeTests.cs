using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Durable.Hub;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.SelfHost.Hosting;
using ClickDeploy.Tests.Shared.Processes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.SelfHost.Http;

/// <summary>A process that stands by does not wait for the holder's rounds, nor for its own: they are an hour apart here.</summary>
public sealed class NudgeTests : IAsyncDisposable
{
    private readonly SqliteStorage _store = SqliteStorage.InMemory(TimeProvider.System);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Standby_StartsAndRaises_TheHolderHearsOfItByHttp()
    {
        await using var holder = await Start();
        await Eventually.IsTrue(() => Hub(holder).Term is not null, "holding the hub");
        await using var standby = await Start();
        await Eventually.Is(() => _store.Table("nudgedindex").Get("lease", "hub"), row => row?.Data.Text("address") is not null, "the holder's address");
        var client = standby.Services.GetRequiredService<DurableTaskClient>();

        var id = await client.ScheduleNewOrchestrationInstanceAsync("WaitForGo");
        await client.WaitForInstanceStartAsync(id).WaitAsync(TimeSpan.FromSeconds(30));
        await client.RaiseEventAsync(id, "Go", "from afar");
        var ended = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal("from afar", ended.ReadOutputAs<string>());
        Assert.Null(Hub(standby).Term);
    }

    [Fact, Trait("Speed", "Slow")]
    public async Task Holder_Stopped_TellsTheOneThatStandsBy()
    {
        var holder = await Start();
        await Eventually.IsTrue(() => Hub(holder).Term is not null, "holding the hub");
        await using var standby = await Start();
        await Eventually.Is(Waiting, rows => rows.Count == 1, "the list of those that wait");

        await holder.DisposeAsync();

        await Eventually.IsTrue(() => Hub(standby).Term is not null, "following");
        Assert.Empty(await Waiting());
    }

    [Fact, Trait("Speed", "Slow")]
    public async Task Standby_Stopped_IsToldNothingAnyMore()
    {
        await using var holder = await Start();
        await Eventually.IsTrue(() => Hub(holder).Term is not null, "holding the hub");
        var standby = await Start();
        await Eventually.Is(Waiting, rows => rows.Count == 1, "the list of those that wait");

        await standby.DisposeAsync();

        Assert.Empty(await Waiting());
    }

    [Theory]
    [InlineData("")]
    [InlineData("?holder=")]
    [InlineData("?holder=0123456789abcdef0123456789abcdef")]
    public async Task Nudge_WithoutTheHoldersId_Is404(string query)
    {
        await using var holder = await Start();
        await Eventually.IsTrue(() => Hub(holder).Term is not null, "holding the hub");

        using var answer = await holder.Client.PostAsync(new Uri("/runtime/webhooks/durabletask/nudge" + query, UriKind.Relative), null);

        Assert.Equal(404, (int)answer.StatusCode);
    }

    private async Task<List<Row>> Waiting()
    {
        var rows = new List<Row>();
        await foreach (var row in _store.Table("nudgedindex").Query("lease", KeyRange.Prefix("standby|")))
            rows.Add(row);
        return rows;
    }

    private static DurableHub Hub(TestHost host) => host.Services.GetRequiredService<DurableHub>();

    private Task<TestHost> Start()
    {
        var builder = TestHost.Builder(null, typeof(Functions));
        builder.Services.AddSingleton<IStorage>(_store);
        builder.Services.Configure<DurableOptions>(options =>
        {
            options.HubName = "nudged";
            options.LookInterval = TimeSpan.FromHours(1);
            options.StandbyInterval = TimeSpan.FromHours(1);
            options.LeaseRenewal = TimeSpan.FromMilliseconds(500);
            options.LeaseDuration = TimeSpan.FromSeconds(15);
        });
        return TestHost.Start(builder);
    }

    public static class Functions
    {
        [Function("WaitForGo")]
        public static Task<string> WaitForGo([OrchestrationTrigger] TaskOrchestrationContext context) => context.WaitForExternalEvent<string>("Go");
    }
}
