using ClickDeploy.Storage;

namespace ClickDeploy.Tests.Shared.Storage;

public abstract partial class StorageConformance
{
    private async Task Rows(params string[] keys)
    {
        foreach (var chunk in keys.Chunk(100))
            await Committed(P, [.. chunk.Select(key => new RowChange.Insert(key, Data("k", key)))]);
    }

    [Fact]
    public async Task Query_NoTable_IsEmpty() => Assert.Empty(await Keys(KeyRange.All));

    [Fact]
    public async Task Query_All_IsInKeyOrderAndOfThePartitionOnly()
    {
        await Rows("b", "a", "c", "B", "10", "9", "");
        await Committed("partition2", new RowChange.Insert("other", Data(1)));
        Assert.Equal(["", "10", "9", "B", "a", "b", "c"], await Keys(KeyRange.All));
    }

    [Fact]
    public async Task Query_FromAndBelow_TakesFromAndLeavesBelow()
    {
        await Rows("a", "b", "c", "d");
        Assert.Equal(["b", "c"], await Keys(new KeyRange("b", "d")));
        Assert.Equal(["b", "c", "d"], await Keys(new KeyRange("b")));
        Assert.Equal(["a", "b"], await Keys(new KeyRange(null, "c")));
        Assert.Equal(["c"], await Keys(new KeyRange("bb", "cc")));
    }

    [Fact]
    public async Task Query_FromAboveBelow_IsEmpty()
    {
        await Rows("a", "b");
        Assert.Empty(await Keys(new KeyRange("b", "a")));
        Assert.Empty(await Keys(new KeyRange("a", "a")));
    }

    [Fact]
    public async Task Query_Prefix_TakesThoseThatBeginSo()
    {
        await Rows("h", "h|", "h|1", "h|2", "h}", "i|1");
        Assert.Equal(["h|", "h|1", "h|2"], await Keys(KeyRange.Prefix("h|")));
    }

    [Theory]
    [InlineData("~")]
    [InlineData(".")]
    [InlineData("'")]
    [InlineData("\uD7FF")]
    [InlineData("\U0001F600")]
    [InlineData("\uD83D\uDFFF")]
    [InlineData("\U0010FFFF")]
    [InlineData("\uFFFD")]
    [InlineData("a\uFFFF")]
    [InlineData("\uFFFF")]
    public async Task Query_PrefixWhoseEndIsNoKey_Works(string prefix)
    {
        string[] keys = ["!", "a", "\u00A0", "\u2028", "\uE000", "\uFFFD\uFFFD", "\U00010000", "\U0001F601", prefix, prefix + "x", prefix + "\U0001F600"];
        await Rows([.. keys.Distinct()]);
        Assert.Equal(keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal), await Keys(KeyRange.Prefix(prefix)));
    }

    [Fact]
    public async Task Query_Keys_AreOrderedByUtf16CodeUnit()
    {
        string[] keys = ["a", "é", "z", "\u0800", "\uD7FF", "\U00010000", "\U0001F600", "\U0010FFFF", "\uE000", "\uFFFD"];
        await Rows(keys);
        var read = await Keys(KeyRange.All);
        Assert.Equal(keys.Order(StringComparer.Ordinal), read);
        Assert.Equal("\uFFFD", read[^1]);
        Assert.Equal(["\U0010FFFF", "\uE000"], await Keys(new KeyRange("\U0010FFFF", "\uFFFD")));
    }

    [Fact]
    public async Task Query_After_IsACursor()
    {
        await Rows("a", "a ", "a b", "ab", "b");
        Assert.Equal(["a ", "a b", "ab", "b"], await Keys(KeyRange.All.After("a")));
        Assert.Equal(["a b", "ab"], await Keys(KeyRange.Prefix("a").After("a ")));
    }

    [Fact]
    public async Task Query_AfterTheLongestKey_Works()
    {
        var longest = new string('k', 512);
        await Rows(longest, "z");
        Assert.Equal(["z"], await Keys(KeyRange.All.After(longest)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    public async Task Query_Limit_TakesTheFirst(int limit)
    {
        await Rows("a", "b", "c", "d");
        Assert.Equal(new[] { "a", "b", "c", "d" }.Take(limit), await Keys(KeyRange.All.Take(limit)));
    }

    [Fact]
    public async Task Query_NegativeLimit_IsRefused() => Assert.Contains("-1", await Message(() => Keys(KeyRange.All.Take(-1))));

    [Fact]
    public async Task Query_Over1000Rows_GivesAll()
    {
        var keys = Enumerable.Range(0, 2_345).Select(i => $"{i:D6}").ToArray();
        await Rows(keys);
        Assert.Equal(keys, await Keys(KeyRange.All));
        Assert.Equal(keys[100..2_300], await Keys(new KeyRange("000100", "002300")));
        Assert.Equal(keys[5..1_505], await Keys(new KeyRange("000005").Take(1_500)));
    }

    [Fact]
    public async Task Query_LargeRows_GivesAll()
    {
        var large = new RowData(Enumerable.Range(0, 8).Select(i => KeyValuePair.Create($"d{i}", (object?)Bytes(64 * 1024, i))));
        for (var i = 0; i < 12; i++)
            await Committed(P, new RowChange.Insert($"{i:D2}", large));
        var read = new List<Row>();
        await foreach (var row in Table.Query(P, KeyRange.All))
            read.Add(row);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{i:D2}"), read.Select(row => row.Key));
        Assert.All(read, row => Assert.Equal(Bytes(64 * 1024, 7), row.Data.Bytes("d7")));
    }

    [Fact]
    public async Task Query_RowsDeletedWhileReading_GoesOn()
    {
        var keys = Enumerable.Range(0, 1_200).Select(i => $"{i:D6}").ToArray();
        await Rows(keys);
        var read = new List<string>();
        await foreach (var row in Table.Query(P, KeyRange.All))
        {
            read.Add(row.Key);
            await Committed(P, new RowChange.Delete(row.Key));
            if (read.Count == 300)
                break;
        }

        Assert.Equal(keys[..300], read);
        Assert.Equal(keys[300..], await Keys(KeyRange.All));
    }

    [Fact]
    public async Task Query_Rows_HaveETagsAndData()
    {
        var etag = await Insert("a", Data("text", "value"));
        await foreach (var row in Table.Query(P, KeyRange.All))
            Assert.Equal((P, "a", etag, "value"), (row.Partition, row.Key, row.ETag, row.Data.Text("text")));
    }

    [Fact]
    public async Task Query_CancelledBefore_IsCancelled()
    {
        await Insert("a");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var row in Table.Query(P, KeyRange.All, new CancellationToken(canceled: true)))
                Assert.Fail($"{row.Key} was read");
        });
    }
}
