using ClickDeploy.Storage;

namespace ClickDeploy.Tests.Shared.Storage;

public abstract partial class StorageConformance
{
    [Fact]
    public async Task Batch_AllKinds_AppliesAllAndGivesETagsInOrder()
    {
        var replaced = await Insert("replaced");
        var deleted = await Insert("deleted");
        await Insert("dropped");
        var etags = await Committed(
            P,
            new RowChange.Insert("inserted", Data(10)),
            new RowChange.Delete("deleted", deleted),
            new RowChange.Replace("replaced", Data(11), replaced),
            new RowChange.Delete("dropped"),
            new RowChange.Upsert("upserted", Data(12)));

        Assert.Equal([false, true, false, true, false], etags.Select(etag => etag is null));
        Assert.Equal(["inserted", "replaced", "upserted"], await Keys(KeyRange.All));
        Assert.Equal(etags[0], (await Table.Get(P, "inserted"))!.ETag);
        Assert.Equal(etags[2], (await Table.Get(P, "replaced"))!.ETag);
        Assert.Equal(etags[4], (await Table.Get(P, "upserted"))!.ETag);
    }

    [Theory]
    [InlineData(ConflictKind.Exists)]
    [InlineData(ConflictKind.NotFound)]
    [InlineData(ConflictKind.Stale)]
    public async Task Batch_OneConflict_FailsWholeAndNamesIt(ConflictKind kind)
    {
        var old = await Insert("there", Data(1));
        await Committed(P, new RowChange.Upsert("there", Data(2)));
        await Insert("victim", Data(3));
        RowChange bad = kind switch
        {
            ConflictKind.Exists => new RowChange.Insert("there", Data(9)),
            ConflictKind.NotFound => new RowChange.Replace("missing", Data(9), old),
            _ => new RowChange.Replace("there", Data(9), old),
        };

        await Refused(2, kind, new RowChange.Insert("new", Data(9)), new RowChange.Delete("victim"), bad, new RowChange.Upsert("last", Data(9)));
        Assert.Equal(["there", "victim"], await Keys(KeyRange.All));
        Assert.Equal(2, (await Table.Get(P, "there"))!.Data.Int32("n"));
    }

    [Fact]
    public async Task Batch_SeveralConflicts_NamesTheFirst()
    {
        await Insert("a");
        await Refused(1, ConflictKind.NotFound, new RowChange.Upsert("x", Data(1)), new RowChange.Delete("missing"), new RowChange.Insert("a", Data(1)));
        await Refused(0, ConflictKind.Exists, new RowChange.Insert("a", Data(1)), new RowChange.Delete("missing"));
    }

    [Fact]
    public async Task Batch_Hundred_IsCommitted()
    {
        await Committed(P, [.. Enumerable.Range(0, 100).Select(i => new RowChange.Insert($"{i:D3}", Data(i)))]);
        Assert.Equal(100, (await Keys(KeyRange.All)).Count);
        await Committed(P, [.. Enumerable.Range(0, 100).Select(i => new RowChange.Delete($"{i:D3}"))]);
        Assert.Empty(await Keys(KeyRange.All));
    }

    [Fact]
    public async Task Batch_ConflictAtTheLastOfHundred_FailsWhole()
    {
        await Insert("099");
        await Refused(99, ConflictKind.Exists, [.. Enumerable.Range(0, 100).Select(i => new RowChange.Insert($"{i:D3}", Data(i)))]);
        Assert.Equal(["099"], await Keys(KeyRange.All));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task Batch_OfWrongSize_IsRefused(int count)
    {
        var changes = Enumerable.Range(0, count).Select(i => new RowChange.Upsert($"{i}", Data(i))).ToList();
        Assert.Contains($"{count} changes", await Message(() => Table.Commit(P, changes)));
    }

    [Fact]
    public async Task Batch_SameRowTwice_IsRefused() =>
        Assert.Contains("'twice'", await Message(() => Table.Commit(P, [new RowChange.Upsert("twice", Data(1)), new RowChange.Delete("twice")])));

    [Fact]
    public async Task Batch_LargestRows_IsCommitted()
    {
        var large = new RowData(Enumerable.Range(0, 15).Select(i => KeyValuePair.Create($"d{i}", (object?)Bytes(64 * 1024, i))));
        await Committed(P, new RowChange.Insert("a", large), new RowChange.Insert("b", large));
        var read = (await Table.Get(P, "b"))!.Data;
        Assert.Equal(15, read.Count);
        Assert.All(large, property => Assert.Equal((byte[])property.Value!, read.Bytes(property.Key)));
    }

    [Fact]
    public async Task Batch_RowOverOneMebibyte_IsRefused()
    {
        var large = new RowData(Enumerable.Range(0, 16).Select(i => KeyValuePair.Create($"d{i}", (object?)new byte[64 * 1024])));
        Assert.Contains("'big'", await Message(() => Table.Commit(P, [new RowChange.Insert("big", large)])));
    }

    [Fact]
    public async Task Batch_OverFourMebibytes_IsRefused()
    {
        var part = new RowData(Enumerable.Range(0, 15).Select(i => KeyValuePair.Create($"d{i}", (object?)new byte[64 * 1024])));
        var changes = Enumerable.Range(0, 5).Select(i => new RowChange.Upsert($"{i}", part)).ToList();
        Assert.Contains("split it", await Message(() => Table.Commit(P, changes)));
    }

    [Fact]
    public async Task Batch_CallerChangesRowAfterwards_StoredRowStays()
    {
        var data = Data(1);
        var commit = Table.Commit(P, [new RowChange.Insert("a", data)]);
        data["n"] = 2;
        await commit;
        Assert.Equal(1, (await Table.Get(P, "a"))!.Data.Int32("n"));
    }

    [Fact]
    public async Task Batch_ManyAtOnce_AreEachWholeOrRefused()
    {
        await Insert("there");
        var batches = Enumerable.Range(0, 30).Select(i => Table.Commit(P, i % 3 == 0
            ? [new RowChange.Insert($"spoiled{i}", Data(i)), new RowChange.Insert("there", Data(i))]
            : [new RowChange.Insert($"good{i:D2}a", Data(i)), new RowChange.Insert($"good{i:D2}b", Data(i))]));
        var results = await Task.WhenAll(batches);

        Assert.All(results.Index(), result => Assert.Equal(result.Index % 3 != 0, result.Item is CommitResult.Committed));
        var keys = await Keys(KeyRange.All);
        Assert.Equal(41, keys.Count);
        Assert.DoesNotContain(keys, key => key.StartsWith("spoiled", StringComparison.Ordinal));
    }

    private static byte[] Bytes(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
