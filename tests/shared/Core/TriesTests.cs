using ClickDeploy.Core;
using ClickDeploy.Services;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;

namespace ClickDeploy.Tests.Shared.Core;

public sealed class TriesTests
{
    [Fact]
    public async Task Change_AnotherWriteIsAlwaysFaster_GivesUpInWords()
    {
        await using var storage = SqliteStorage.InMemory(TimeProvider.System);
        var states = new ServiceStateStore(storage, new Signals(TimeProvider.System));
        var service = new ServiceRef("acme", Guid.NewGuid(), Guid.NewGuid());
        var tried = 0;

        var given = await Assert.ThrowsAsync<StorageUnavailableException>(() => states.Change(service, state =>
        {
            // Within the change, which is between the read and the write of the one outside.
            tried++;
            new ServiceStateStore(storage, new Signals(TimeProvider.System)).Change(service, inner => inner with { Host = $"host-{tried}" }).GetAwaiter().GetResult();
            return state with { Desired = true };
        }));

        Assert.Equal(Tries.Most, tried);
        Assert.Contains(service.ServiceId.ToString(), given.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Again_UpToTheLimit_IsAllowed()
    {
        var tries = new Tries("A row");
        for (var n = 1; n < Tries.Most; n++)
        {
            tries.Again();
        }

        Assert.StartsWith("A row could not be written", Assert.Throws<StorageUnavailableException>(tries.Again).Message, StringComparison.Ordinal);
    }
}
