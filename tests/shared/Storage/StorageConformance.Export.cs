using ClickDeploy.Storage;

namespace ClickDeploy.Tests.Shared.Storage;

public abstract partial class StorageConformance
{
    private IStorageExport Export => (IStorageExport)_storage;

    [Fact]
    public async Task Take_Everything_IsWhatWasWritten()
    {
        var data = new RowData { ["text"] = "ä\uD800\u0001", ["bytes"] = new byte[] { 0, 255 }, ["n"] = 1, ["l"] = long.MaxValue, ["d"] = -0.0, ["yes"] = true, ["g"] = Guid.NewGuid(), ["at"] = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) };
        await Committed("p 1", new RowChange.Insert("a", data), new RowChange.Insert("b", Data(2)));
        await Committed("p\U0001F600", new RowChange.Insert("", Data(3)));
        var large = new byte[5_000_000];
        Random.Shared.NextBytes(large);
        await Blobs.Put("folder/large", large);
        await Blobs.Append("appended", 0, new byte[] { 1, 2 });
        await Blobs.Put("empty", Array.Empty<byte>());

        await using var snapshot = await Export.Take();

        var rows = snapshot.Rows().Where(row => row.Table == Name).ToList();
        Assert.Equal([("p 1", "a"), ("p 1", "b"), ("p\U0001F600", "")], rows.Select(row => (row.Partition, row.Key)));
        Assert.Equal(data.OrderBy(property => property.Key), StoredRow.FromBytes(rows[0].DataBytes()).OrderBy(property => property.Key));
        var blobs = snapshot.Blobs().Where(blob => blob.Container == Name).ToList();
        Assert.Equal([("appended", 2), ("empty", 0), ("folder/large", 5_000_000)], blobs.Select(blob => (blob.Name, blob.Length)));
        Assert.Equal(large[4_000_000..4_500_000], snapshot.Read(blobs[2], 4_000_000, 500_000));
        Assert.Equal([2], snapshot.Read(blobs[0], 1, 1));
    }

    [Fact]
    public async Task Take_WrittenAfterwards_IsNotInIt()
    {
        var etag = await Insert("a");
        await Blobs.Append("log", 0, new byte[] { 1 });

        await using var snapshot = await Export.Take();
        await Committed(P, new RowChange.Replace("a", Data(2), etag), new RowChange.Insert("b", Data(3)));
        await Blobs.Append("log", 1, new byte[] { 2 });

        var row = Assert.Single(snapshot.Rows(), row => row.Table == Name);
        Assert.Equal(1, row.Data.Int32("n"));
        Assert.Equal(1, Assert.Single(snapshot.Blobs(), blob => blob.Container == Name).Length);
    }

    // Two rows that are changed one after the other: the second never is ahead of the first.
    [Fact]
    public async Task Take_WhileOthersWrite_IsOneMoment()
    {
        using var stop = new CancellationTokenSource();
        var writing = Write();
        for (var i = 0; i < 3; i++)
        {
            await using var snapshot = await Export.Take();
            var seen = snapshot.Rows().Where(row => row.Table == Name).ToDictionary(row => row.Partition, row => row.Data.Int32("n")!.Value);
            Assert.InRange(seen.GetValueOrDefault("first") - seen.GetValueOrDefault("second"), 0, 1);
        }

        await stop.CancelAsync();
        await writing;

        async Task Write()
        {
            for (var n = 1; !stop.IsCancellationRequested; n++)
            {
                await Committed("first", new RowChange.Upsert("x", Data(n)));
                await Committed("second", new RowChange.Upsert("x", Data(n)));
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task IsEmpty_AfterAWrite_IsFalse()
    {
        await Insert("a");
        Assert.False(await Export.IsEmpty());
    }
}
