using ClickDeploy.Core;
using ClickDeploy.Services;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;

namespace ClickDeploy.Tests.Shared.Services;

public sealed class ServiceStateStoreTests : IAsyncDisposable
{
    private readonly SqliteStorage _storage = SqliteStorage.InMemory(TimeProvider.System);
    private readonly ServiceStateStore _states;
    private readonly ServiceRef _service = new("acme", Guid.NewGuid(), Guid.NewGuid());

    public ServiceStateStoreTests() => _states = new(_storage, new Signals(TimeProvider.System));

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Change_FromManyAtOnce_OneTakesTheService()
    {
        var operations = Enumerable.Range(0, 20).Select(n => new Operation($"op-{n}", OperationKind.Deploy)).ToList();

        var states = await Task.WhenAll(operations.Select(mine => _states.Change(_service, state => state.Operation is null ? state with { Operation = mine } : null)));

        Assert.Single(states.Select(state => state.Operation!.Id).Distinct());
    }

    [Fact]
    public async Task Desired_FollowsTheState()
    {
        await _states.Change(_service, state => state with { Desired = true });
        Assert.Equal([_service], await Desired());

        await _states.Change(_service, state => state with { Desired = false });
        Assert.Empty(await Desired());
    }

    [Fact]
    public async Task Undesire_ListedAgainMeanwhile_StaysListed()
    {
        await _states.Change(_service, state => state with { Desired = true });
        await using var listed = _states.Desired().GetAsyncEnumerator();
        await listed.MoveNextAsync();
        await _states.Change(_service, state => state with { Host = "a.localhost" });

        await _states.Undesire(listed.Current);

        Assert.Equal([_service], await Desired());
    }

    [Fact]
    public async Task Remove_LeavesNothing()
    {
        await _states.Change(_service, state => state with { Desired = true, Host = "a.localhost" });

        await _states.Remove(_service);
        await _states.Remove(_service);

        Assert.Empty(await Desired());
        Assert.Null((await _states.Find(_service)).Host);
    }

    [Fact]
    public async Task Change_OfARowOfTheFirstRelease_MovesIt()
    {
        await _storage.Table("servicestates").Commit("acme", [new RowChange.Insert(_service.Service.ToString(), JsonRow.Of(new ServiceState { Host = "a.localhost" }))]);
        Assert.Equal("a.localhost", (await _states.Find(_service)).Host);

        await _states.Change(_service, state => state with { Address = "127.0.0.1:1" });

        var moved = Assert.Single(await _states.List(new("acme"), _service.ProjectId)).Value;
        Assert.Equal(("a.localhost", "127.0.0.1:1"), (moved.Host, moved.Address));
        Assert.Null(await _storage.Table("servicestates").Get("acme", _service.Service.ToString()));
    }

    [Fact]
    public void CrashLoop_FiveInFiveMinutes_IsReached()
    {
        var start = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
        var restarts = Enumerable.Range(0, 5).Select(n => start.AddMinutes(n)).ToList();

        Assert.True(CrashLoop.IsReached(CrashLoop.Recent(restarts, start.AddMinutes(4.5))));
        Assert.False(CrashLoop.IsReached(CrashLoop.Recent(restarts, start.AddMinutes(5))));
        Assert.Equal(TimeSpan.FromSeconds(1), CrashLoop.Pause([start]));
        Assert.Equal(TimeSpan.FromSeconds(16), CrashLoop.Pause(restarts));
    }

    private async Task<List<ServiceRef>> Desired()
    {
        var desired = new List<ServiceRef>();
        await foreach (var service in _states.Desired())
        {
            desired.Add(service.Value);
        }

        return desired;
    }
}
