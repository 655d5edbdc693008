using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;

namespace ClickDeploy.Tests.Shared.Storage.Azure;

/// <summary>The pipeline repeats requests by itself: what that may not do is turn "perhaps mine" into somebody else's conflict.</summary>
[Trait("Speed", "Slow")]
public sealed class AzureLostAnswerTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private readonly string _name = "t" + Guid.NewGuid().ToString("N");
    private AnswerDroppingProxy _tables = null!;
    private AnswerDroppingProxy _blobs = null!;
    private AzureStorage _storage = null!;

    private ITable Table => _storage.Table(_name);

    private IBlobs Blobs => _storage.Blobs(_name);

    public async Task InitializeAsync()
    {
        Assert.True(AzureConnection.TryParse(azurite.ConnectionString, out var direct, out _));
        _tables = new AnswerDroppingProxy(direct.Tables);
        _blobs = new AnswerDroppingProxy(direct.Blobs);
        _storage = AzureStorage.Connect(
            azurite.ConnectionString.Replace(direct.Tables.Authority, $"127.0.0.1:{_tables.Port}").Replace(direct.Blobs.Authority, $"127.0.0.1:{_blobs.Port}"), TimeProvider.System);
        await Table.Commit("p", [new RowChange.Insert("first", [])]); // table and container are there
        await Blobs.Put("first", new byte[1]);
    }

    public async Task DisposeAsync()
    {
        await _storage.DisposeAsync();
        await _tables.DisposeAsync();
        await _blobs.DisposeAsync();
    }

    [Fact]
    public async Task Insert_AnswerLost_IsUnavailableAndNotSomebodyElsesConflict()
    {
        _tables.DropNextAnswer();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Table.Commit("p", [new RowChange.Insert("a", [])]));
        Assert.Equal(1, _tables.Dropped);
        Assert.Equal(new CommitResult.Conflict(0, ConflictKind.Exists), await Table.Commit("p", [new RowChange.Insert("a", [])]));
    }

    [Fact]
    public async Task Replace_AnswerLost_IsUnavailable()
    {
        var row = (await Table.Get("p", "first"))!;
        _tables.DropNextAnswer();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Table.Commit("p", [new RowChange.Replace("first", new RowData { ["n"] = 2 }, row.ETag)]));
        Assert.Equal(2, (await Table.Get("p", "first"))!.Data.Int32("n"));
    }

    [Fact]
    public async Task Delete_AnswerLost_IsUnavailable()
    {
        _tables.DropNextAnswer();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Table.Commit("p", [new RowChange.Delete("first")]));
        Assert.Null(await Table.Get("p", "first"));
    }

    [Fact]
    public async Task UpsertAndRead_AnswerLost_AreRepeated()
    {
        _tables.DropNextAnswer();
        Assert.IsType<CommitResult.Committed>(await Table.Commit("p", [new RowChange.Upsert("a", new RowData { ["n"] = 1 })]));
        _tables.DropNextAnswer();
        Assert.Equal(1, (await Table.Get("p", "a"))!.Data.Int32("n"));
        Assert.Equal(2, _tables.Dropped);
    }

    [Fact]
    public async Task Append_AnswerLost_IsFalseAndWroteOnce()
    {
        Assert.True(await Blobs.Append("log", 0, new byte[] { 1 }));
        _blobs.DropNextAnswer();
        Assert.False(await Blobs.Append("log", 1, new byte[] { 2 }));
        Assert.Equal([1, 2], await Blobs.Read("log"));
    }

    [Fact]
    public async Task PutAndDelete_AnswerLost_AreRepeated()
    {
        _blobs.DropNextAnswer();
        await Blobs.Put("a", new byte[] { 1 });
        Assert.Equal([1], await Blobs.Read("a"));
        _blobs.DropNextAnswer();
        await Blobs.Delete("a");
        Assert.Null(await Blobs.Length("a"));
        Assert.Equal(2, _blobs.Dropped);
    }

    [Fact]
    public async Task Lease_AnswerLost_IsOurs()
    {
        await Blobs.Release("lock", (await Blobs.Lease("lock", TimeSpan.FromSeconds(30)))!);
        _blobs.DropNextAnswer();
        var lease = await Blobs.Lease("lock", TimeSpan.FromSeconds(30));
        Assert.NotNull(lease);
        Assert.True(await Blobs.Renew("lock", lease));
        Assert.Null(await Blobs.Lease("lock", TimeSpan.FromSeconds(30)));
    }
}
