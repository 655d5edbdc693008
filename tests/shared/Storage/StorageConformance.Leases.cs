using ClickDeploy.Storage;

namespace ClickDeploy.Tests.Shared.Storage;

public abstract partial class StorageConformance
{
    private static readonly TimeSpan HalfMinute = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Lease_Held_ExcludesOthersUntilReleased()
    {
        var lease = await Blobs.Lease("lock", HalfMinute);
        Assert.NotNull(lease);
        Assert.Null(await Blobs.Lease("lock", HalfMinute));
        Assert.Null(await (await OpenAnother()).Blobs(Name).Lease("lock", HalfMinute));
        Assert.NotNull(await Blobs.Lease("lock2", HalfMinute));
        await Blobs.Release("lock", lease);
        var next = await Blobs.Lease("lock", HalfMinute);
        Assert.NotNull(next);
        Assert.NotEqual(lease, next);
    }

    [Fact]
    public async Task Lease_OfAnExistingBlob_LeavesItAlone()
    {
        await Blobs.Put("a", Bytes(10, 1));
        Assert.NotNull(await Blobs.Lease("a", HalfMinute));
        Assert.Equal(Bytes(10, 1), await Blobs.Read("a"));
    }

    [Fact]
    public async Task Lease_OfANewName_MakesNoBlob()
    {
        Assert.NotNull(await Blobs.Lease("a", HalfMinute));
        Assert.Null(await Blobs.Length("a"));
        Assert.Empty(await Listed(""));
    }

    [Fact]
    public async Task Lease_Held_BlobCanBeWrittenAndDeleted()
    {
        Assert.NotNull(await Blobs.Lease("a", HalfMinute));
        Assert.True(await Blobs.Append("a", 0, Bytes(3, 1)));
        Assert.True(await Blobs.Append("a", 3, Bytes(3, 2)));
        await Blobs.Put("a", Bytes(4, 3));
        Assert.Equal(Bytes(4, 3), await Blobs.Read("a"));
        await Blobs.Delete("a");
        Assert.Null(await Blobs.Length("a"));
        await Blobs.Put("a", Bytes(4, 4));
        await Blobs.DeletePrefix("a");
        Assert.Null(await Blobs.Length("a"));
        Assert.Null(await Blobs.Lease("a", HalfMinute));
    }

    [Fact]
    public async Task Renew_Held_IsTrue()
    {
        var lease = (await Blobs.Lease("lock", HalfMinute))!;
        Assert.True(await Blobs.Renew("lock", lease));
        Assert.True(await Blobs.Renew("lock", lease));
        Assert.Null(await Blobs.Lease("lock", HalfMinute));
    }

    [Fact]
    public async Task Renew_NotHeld_IsFalse()
    {
        Assert.False(await Blobs.Renew("lock", Guid.NewGuid().ToString()));
        var lease = (await Blobs.Lease("lock", HalfMinute))!;
        Assert.False(await Blobs.Renew("lock", Guid.NewGuid().ToString()));
        Assert.False(await Blobs.Renew("other", lease));
        await Blobs.Release("lock", lease);
        Assert.False(await Blobs.Renew("lock", lease));
        await Blobs.Lease("lock", HalfMinute);
        Assert.False(await Blobs.Renew("lock", lease));
    }

    [Fact]
    public async Task Release_NotHeld_ChangesNothing()
    {
        await Blobs.Release("lock", Guid.NewGuid().ToString());
        var lease = (await Blobs.Lease("lock", HalfMinute))!;
        await Blobs.Release("lock", Guid.NewGuid().ToString());
        Assert.True(await Blobs.Renew("lock", lease));
        await Blobs.Release("lock", lease);
        await Blobs.Release("lock", lease);
    }

    [Theory]
    [InlineData(14)]
    [InlineData(61)]
    [InlineData(15.5)]
    public async Task Lease_OfAWrongDuration_IsRefused(double seconds) =>
        Assert.Contains("15 to 60", await Message(() => Blobs.Lease("lock", TimeSpan.FromSeconds(seconds))));

    [Fact]
    public async Task Lease_ManyRace_OneWins()
    {
        var other = (await OpenAnother()).Blobs(Name);
        var leases = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(() => (i % 2 == 0 ? Blobs : other).Lease("lock", HalfMinute))));
        Assert.Single(leases, lease => lease is not null);
    }
}
