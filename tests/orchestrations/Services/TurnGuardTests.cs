using ClickDeploy.Core;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Services;
using ClickDeploy.Storage.Sqlite;

namespace ClickDeploy.Tests.Orchestrations.Services;

public sealed class TurnGuardTests : IAsyncLifetime
{
    private readonly SqliteStorage _storage = SqliteStorage.InMemory(TimeProvider.System);
    private readonly ServiceRef _service = new("acme", Guid.NewGuid(), Guid.NewGuid());
    private readonly ServiceStateStore _states;
    private readonly List<string> _did = [];

    public TurnGuardTests() => _states = new(_storage, new Signals(TimeProvider.System));

    [Theory]
    [InlineData("mine", "mine")]
    [InlineData(null, "mine")]
    [InlineData(null, null)]
    public async Task Step_InItsTurn_IsMade(string? of, string? holder)
    {
        await Give(holder);

        Assert.Equal(1, await Do(of, () => Task.CompletedTask));

        Assert.Equal(["made"], _did);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("other", null)]
    [InlineData("mine", "mine")]
    public async Task Step_OutOfItsTurn_IsNotMade(string? holder, string? abandoned)
    {
        await Give(holder, abandoned);

        Assert.Contains("mine", (await Assert.ThrowsAsync<TurnLostException>(() => Do("mine", () => Task.CompletedTask))).Message);

        Assert.Empty(_did);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("other", null)]
    [InlineData("mine", "mine")]
    public async Task Step_WhoseTurnIsTakenMeanwhile_IsTakenBack(string? holder, string? abandoned)
    {
        await Give("mine");

        await Do("mine", () => Give(holder, abandoned));

        Assert.Equal(["made", "taken back"], _did);
    }

    [Fact]
    public async Task Step_ThatFailsWhenItsTurnIsTaken_IsTakenBackToo()
    {
        await Give("mine");

        await Assert.ThrowsAsync<IOException>(() => Do("mine", async () =>
        {
            await Give("other");
            throw new IOException("the answer was lost");
        }));

        Assert.Equal(["made", "taken back"], _did);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _storage.DisposeAsync().AsTask();

    private Task Give(string? holder, string? abandoned = null) =>
        _states.Change(_service, state => state with { Operation = holder is null ? null : new(holder, OperationKind.Deploy), Abandoned = abandoned });

    private Task<int> Do(string? operation, Func<Task> meanwhile) => new TurnGuard(_states).Do(
        _service,
        operation,
        async () =>
        {
            _did.Add("made");
            await meanwhile();
            return 1;
        },
        _ =>
        {
            _did.Add("taken back");
            return Task.CompletedTask;
        },
        CancellationToken.None);
}
