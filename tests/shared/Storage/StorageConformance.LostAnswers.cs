using ClickDeploy.Storage;

namespace ClickDeploy.Tests.Shared.Storage;

public abstract partial class StorageConformance
{
    private static async Task<T> Repeated<T>(Func<Task<T>> call)
    {
        await Assert.ThrowsAsync<StorageUnavailableException>(call);
        return await call();
    }

    /// <summary>Each kind of call loses its first answer.</summary>
    private LostAnswers Lossy()
    {
        var seen = new HashSet<string>();
        return new LostAnswers(Storage, (call, _) => seen.Add(call));
    }

    [Fact]
    public async Task LostAnswer_Insert_RepeatSaysExists()
    {
        var lossy = Lossy().Table(Name);
        var result = await Repeated(() => lossy.Commit(P, [new RowChange.Insert("a", Data(1)), new RowChange.Insert("b", Data(1))]));
        Assert.Equal(new CommitResult.Conflict(0, ConflictKind.Exists), result);
        Assert.Equal(["a", "b"], await Keys(KeyRange.All));
    }

    [Fact]
    public async Task LostAnswer_Replace_RepeatSaysStaleAndWroteOnce()
    {
        var lossy = Lossy().Table(Name);
        var etag = await Insert("a", Data(1));
        Assert.Equal(new CommitResult.Conflict(0, ConflictKind.Stale), await Repeated(() => lossy.Commit(P, [new RowChange.Replace("a", Data(2), etag)])));
        Assert.Equal(2, (await Table.Get(P, "a"))!.Data.Int32("n"));
    }

    [Fact]
    public async Task LostAnswer_Delete_RepeatSaysNotFound()
    {
        var lossy = Lossy().Table(Name);
        var etag = await Insert("a", Data(1));
        Assert.Equal(new CommitResult.Conflict(0, ConflictKind.NotFound), await Repeated(() => lossy.Commit(P, [new RowChange.Delete("a", etag)])));
    }

    [Fact]
    public async Task LostAnswer_Append_RepeatSaysFalseAndWroteOnce()
    {
        var lossy = Lossy().Blobs(Name);
        Assert.False(await Repeated(() => lossy.Append("log", 0, new byte[] { 1, 2 })));
        Assert.True(await lossy.Append("log", 2, new byte[] { 3 }));
        Assert.Equal([1, 2, 3], await Blobs.Read("log"));
    }

    [Fact]
    public async Task LostAnswer_Lease_IsTakenForItsTime()
    {
        var lossy = Lossy().Blobs(Name);
        Assert.Null(await Repeated(() => lossy.Lease("lock", HalfMinute)));
    }
}
