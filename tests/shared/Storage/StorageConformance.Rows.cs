using ClickDeploy.Storage;

namespace ClickDeploy.Tests.Shared.Storage;

public abstract partial class StorageConformance
{
    [Fact]
    public async Task Get_NoTable_IsNull() => Assert.Null(await Table.Get(P, "a"));

    [Fact]
    public async Task Get_NoRow_IsNull()
    {
        await Insert("a");
        Assert.Null(await Table.Get(P, "b"));
        Assert.Null(await Table.Get("other", "a"));
    }

    [Fact]
    public async Task Insert_NewRow_IsReadWithItsETag()
    {
        var etag = await Insert("a", Data("text", "value"));
        var row = await Table.Get(P, "a");
        Assert.NotNull(row);
        Assert.Equal((P, "a", etag, "value"), (row.Partition, row.Key, row.ETag, row.Data.Text("text")));
    }

    [Fact]
    public async Task Insert_RowIsThere_IsExistsAndChangesNothing()
    {
        await Insert("a", Data(1));
        await Refused(0, ConflictKind.Exists, new RowChange.Insert("a", Data(2)));
        Assert.Equal(1, (await Table.Get(P, "a"))!.Data.Int32("n"));
    }

    [Fact]
    public async Task Replace_WithETag_ReplacesTheWholeRow()
    {
        var etag = await Insert("a", new RowData { ["old"] = 1, ["both"] = 1 });
        var next = (await Committed(P, new RowChange.Replace("a", new RowData { ["both"] = 2, ["new"] = 2 }, etag)))[0];
        var row = (await Table.Get(P, "a"))!;
        Assert.NotEqual(etag, next);
        Assert.Equal(next, row.ETag);
        Assert.Equal(["both", "new"], row.Data.Keys.Order());
    }

    [Fact]
    public async Task Replace_OldETag_IsStale()
    {
        var etag = await Insert("a");
        await Committed(P, new RowChange.Replace("a", Data(2), etag));
        await Refused(0, ConflictKind.Stale, new RowChange.Replace("a", Data(3), etag));
        Assert.Equal(2, (await Table.Get(P, "a"))!.Data.Int32("n"));
    }

    [Fact]
    public async Task Replace_NoRow_IsNotFound()
    {
        var etag = await Insert("a");
        await Refused(0, ConflictKind.NotFound, new RowChange.Replace("b", Data(1), etag));
    }

    [Fact]
    public async Task Replace_NoTable_IsNotFound() => await Refused(0, ConflictKind.NotFound, new RowChange.Replace("a", Data(1), "W/\"datetime'2026-01-01T00%3A00%3A00.0000000Z'\""));

    [Fact]
    public async Task Upsert_WithAndWithoutRow_Writes()
    {
        await Committed(P, new RowChange.Upsert("a", new RowData { ["x"] = 1, ["y"] = 1 }));
        await Committed(P, new RowChange.Upsert("a", new RowData { ["y"] = 2 }));
        var row = (await Table.Get(P, "a"))!;
        Assert.Null(row.Data.Int32("x"));
        Assert.Equal(2, row.Data.Int32("y"));
    }

    [Fact]
    public async Task Upsert_MakesEarlierETagStale()
    {
        var etag = await Insert("a");
        await Committed(P, new RowChange.Upsert("a", Data(1)));
        await Refused(0, ConflictKind.Stale, new RowChange.Replace("a", Data(2), etag));
    }

    [Fact]
    public async Task Delete_WithETag_RemovesTheRow()
    {
        var etag = await Insert("a");
        Assert.Equal([null], await Committed(P, new RowChange.Delete("a", etag)));
        Assert.Null(await Table.Get(P, "a"));
    }

    [Fact]
    public async Task Delete_WithoutETag_RemovesWhateverIsThere()
    {
        await Insert("a");
        await Committed(P, new RowChange.Upsert("a", Data(2)));
        await Committed(P, new RowChange.Delete("a"));
        Assert.Null(await Table.Get(P, "a"));
    }

    [Fact]
    public async Task Delete_OldETag_IsStale()
    {
        var etag = await Insert("a");
        await Committed(P, new RowChange.Upsert("a", Data(2)));
        await Refused(0, ConflictKind.Stale, new RowChange.Delete("a", etag));
        Assert.NotNull(await Table.Get(P, "a"));
    }

    [Fact]
    public async Task Delete_NoRow_IsNotFound()
    {
        var etag = await Insert("a");
        await Refused(0, ConflictKind.NotFound, new RowChange.Delete("b"));
        await Refused(0, ConflictKind.NotFound, new RowChange.Delete("b", etag));
    }

    [Fact]
    public async Task Delete_NoTable_IsNotFound() => await Refused(0, ConflictKind.NotFound, new RowChange.Delete("a"));

    [Fact]
    public async Task ETag_AfterDeleteAndInsert_IsNotUsedAgain()
    {
        var first = await Insert("a");
        await Committed(P, new RowChange.Delete("a"));
        var second = await Insert("a");
        Assert.NotEqual(first, second);
        await Refused(0, ConflictKind.Stale, new RowChange.Replace("a", Data(2), first));
    }

    [Fact]
    public async Task ETag_SameContentWrittenAgain_IsAnotherOne()
    {
        var first = await Insert("a");
        var second = (await Committed(P, new RowChange.Upsert("a", Data(1))))[0];
        var third = (await Committed(P, new RowChange.Replace("a", Data(1), second!)))[0];
        Assert.Equal(3, new[] { first, second, third }.Distinct().Count());
    }

    [Theory]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("line\nbreak")]
    public async Task ETag_NoneThatWasGiven_IsRefused(string etag)
    {
        await Insert("a");
        Assert.Contains("'a'", await Message(() => Table.Commit(P, [new RowChange.Replace("a", Data(2), etag)])));
        Assert.Contains("'a'", await Message(() => Table.Commit(P, [new RowChange.Delete("a", etag)])));
    }

    [Fact]
    public async Task ETag_OfAnotherProvider_IsStale()
    {
        await Insert("a");
        await Refused(0, ConflictKind.Stale, new RowChange.Replace("a", Data(2), "17"));
        await Refused(0, ConflictKind.Stale, new RowChange.Replace("a", Data(2), "W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\""));
    }

    [Fact]
    public async Task Tables_WithTheSameKeys_AreSeparate()
    {
        await Insert("a");
        var other = Storage.Table(Name + "x");
        Assert.Null(await other.Get(P, "a"));
        Assert.IsType<CommitResult.Committed>(await other.Commit(P, [new RowChange.Insert("a", Data(5))]));
        Assert.Equal(1, (await Table.Get(P, "a"))!.Data.Int32("n"));
    }

    [Fact]
    public async Task Partitions_WithTheSameKeys_AreSeparate()
    {
        await Insert("a");
        await Committed("other", new RowChange.Insert("a", Data(7)));
        await Committed(P, new RowChange.Delete("a"));
        Assert.Equal(7, (await Table.Get("other", "a"))!.Data.Int32("n"));
    }

    [Fact]
    public void Table_SameName_IsTheSameInstance()
    {
        Assert.Same(Storage.Table(Name), Storage.Table(Name));
        Assert.Same(Storage.Blobs(Name), Storage.Blobs(Name));
    }

    [Fact]
    public async Task Probe_StoreAnswers_Returns() => await Storage.Probe();

    [Fact]
    public async Task Call_CancelledBefore_IsCancelled()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Table.Commit(P, [new RowChange.Insert("a", Data(1))], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Table.Get(P, "a", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Blobs.Put("a", new byte[1], cancelled));
    }

    [Fact]
    public async Task Commit_TwoWritersRace_OneWinsEachRound()
    {
        var other = (await OpenAnother()).Table(Name);
        await Insert("a", Data(0));
        async Task Add(ITable table)
        {
            for (var done = 0; done < 20;)
            {
                var row = (await table.Get(P, "a"))!;
                var result = await table.Commit(P, [new RowChange.Replace("a", Data(row.Data.Int32("n")!.Value + 1), row.ETag)]);
                done += result is CommitResult.Committed ? 1 : 0;
            }
        }

        await Task.WhenAll(Task.Run(() => Add(Table)), Task.Run(() => Add(other)));
        Assert.Equal(40, (await Table.Get(P, "a"))!.Data.Int32("n"));
    }

    [Fact]
    public async Task Insert_ManyRaceForOneKey_OneWins()
    {
        var other = (await OpenAnother()).Table(Name);
        var tries = Enumerable.Range(0, 20).Select(i => Task.Run(() => (i % 2 == 0 ? Table : other).Commit(P, [new RowChange.Insert("claim", Data(i))])));
        var results = await Task.WhenAll(tries);
        Assert.Single(results.OfType<CommitResult.Committed>());
        Assert.Equal(19, results.OfType<CommitResult.Conflict>().Count(conflict => conflict is { Index: 0, Kind: ConflictKind.Exists }));
    }

    [Fact]
    public async Task Get_AfterAcknowledgedWriteOfAnother_SeesIt()
    {
        var other = (await OpenAnother()).Table(Name);
        for (var i = 0; i < 20; i++)
        {
            await Committed(P, new RowChange.Upsert("a", Data(i)));
            Assert.Equal(i, (await other.Get(P, "a"))!.Data.Int32("n"));
        }
    }
}
