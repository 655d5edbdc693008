using ClickDeploy.Storage;

namespace ClickDeploy.Tests.Shared.Storage;

public abstract partial class StorageConformance
{
    private async Task<List<BlobEntry>> Listed(string prefix)
    {
        var entries = new List<BlobEntry>();
        await foreach (var entry in Blobs.List(prefix))
            entries.Add(entry);
        return entries;
    }

    [Fact]
    public async Task Blob_NotThere_IsNull()
    {
        Assert.Null(await Blobs.Read("a"));
        Assert.Null(await Blobs.Length("a"));
        Assert.Empty(await Listed(""));
        await Blobs.Delete("a");
        await Blobs.DeletePrefix("a");
        await Blobs.Put("b", new byte[1]);
        Assert.Null(await Blobs.Read("a"));
        Assert.Null(await Blobs.Length("a"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(1_000_003)]
    public async Task Put_IsReadBack(int length)
    {
        var content = Bytes(length, length);
        await Blobs.Put("dir/a", content);
        Assert.Equal(content, await Blobs.Read("dir/a"));
        Assert.Equal(length, await Blobs.Length("dir/a"));
    }

    [Fact]
    public async Task Put_OverAnother_ReplacesItWhole()
    {
        await Blobs.Put("a", Bytes(200_000, 1));
        await Blobs.Put("a", Bytes(10, 2));
        Assert.Equal(Bytes(10, 2), await Blobs.Read("a"));
        await Blobs.Put("a", Array.Empty<byte>());
        Assert.Equal(0, await Blobs.Length("a"));
        Assert.Empty((await Blobs.Read("a"))!);
    }

    [Fact]
    public async Task Put_OverAppended_ReplacesItWhole()
    {
        Assert.True(await Blobs.Append("a", 0, Bytes(10, 1)));
        await Blobs.Put("a", Bytes(5, 2));
        Assert.Equal(Bytes(5, 2), await Blobs.Read("a"));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Put_OfTheLargestSize_IsReadByRange()
    {
        var content = Bytes(64 * 1024 * 1024, 1);
        await Blobs.Put("large", content);
        Assert.Equal(content.Length, await Blobs.Length("large"));
        Assert.Equal(content[33_000_000..33_100_000], await Blobs.Read("large", 33_000_000, 100_000));
        Assert.Equal(content[^5..], await Blobs.Read("large", content.Length - 5));
        Assert.Contains("'large'", await Message(() => Blobs.Put("large", new byte[content.Length + 1])));
    }

    [Fact]
    public async Task Append_AtItsLength_Appends()
    {
        Assert.True(await Blobs.Append("log", 0, "one "u8.ToArray()));
        Assert.True(await Blobs.Append("log", 4, "two "u8.ToArray()));
        Assert.True(await Blobs.Append("log", 8, "three"u8.ToArray()));
        Assert.Equal("one two three"u8.ToArray(), await Blobs.Read("log"));
        Assert.Equal(13, await Blobs.Length("log"));
    }

    [Fact]
    public async Task Append_AtAnotherOffset_ChangesNothing()
    {
        Assert.False(await Blobs.Append("log", 3, new byte[2]));
        Assert.Null(await Blobs.Length("log"));
        Assert.True(await Blobs.Append("log", 0, Bytes(5, 1)));
        Assert.False(await Blobs.Append("log", 0, Bytes(5, 2)));
        Assert.False(await Blobs.Append("log", 4, Bytes(5, 2)));
        Assert.False(await Blobs.Append("log", 6, Bytes(5, 2)));
        Assert.Equal(Bytes(5, 1), await Blobs.Read("log"));
    }

    [Fact]
    public async Task Append_ToWhatWasPut_Appends()
    {
        await Blobs.Put("a", Bytes(70_000, 1));
        Assert.False(await Blobs.Append("a", 0, Bytes(5, 2)));
        Assert.False(await Blobs.Append("a", 69_999, Bytes(5, 2)));
        Assert.True(await Blobs.Append("a", 70_000, Bytes(5, 2)));
        Assert.True(await Blobs.Append("a", 70_005, Bytes(5, 3)));
        Assert.Equal(Bytes(70_000, 1).Concat(Bytes(5, 2)).Concat(Bytes(5, 3)), await Blobs.Read("a") ?? []);
        await Blobs.Put("b", Array.Empty<byte>());
        Assert.True(await Blobs.Append("b", 0, Bytes(5, 2)));
        Assert.Equal(Bytes(5, 2), await Blobs.Read("b"));
    }

    [Fact]
    public async Task Append_ManySizes_ReadsAnyRange()
    {
        int[] sizes = [1, 3_000, 80, 100, 1, 70_000, 5, 4_000, 64 * 1024, 2_999, 1, 300_000];
        var whole = new List<byte>();
        foreach (var (i, size) in sizes.Index())
        {
            Assert.True(await Blobs.Append("log", whole.Count, Bytes(size, i)));
            whole.AddRange(Bytes(size, i));
        }

        var content = whole.ToArray();
        Assert.Equal(content, await Blobs.Read("log"));
        var random = new Random(1);
        for (var i = 0; i < 40; i++)
        {
            var offset = random.Next(content.Length);
            var count = i % 2 == 0 ? random.Next(200) : random.Next(content.Length);
            Assert.Equal(content[offset..Math.Min(content.Length, offset + count)], await Blobs.Read("log", offset, count));
        }
    }

    [Fact]
    public async Task Append_OfTheLargestSize_Works()
    {
        var part = Bytes(4 * 1024 * 1024, 1);
        Assert.True(await Blobs.Append("log", 0, part));
        Assert.True(await Blobs.Append("log", part.Length, part));
        Assert.Equal(2 * part.Length, await Blobs.Length("log"));
        Assert.Equal(part[^3..].Concat(part[..3]), await Blobs.Read("log", part.Length - 3, 6));
    }

    [Theory]
    [InlineData(0)]
    [InlineData((4 * 1024 * 1024) + 1)]
    public async Task Append_OfWrongSize_IsRefused(int length) => Assert.Contains("'log'", await Message(() => Blobs.Append("log", 0, new byte[length])));

    [Fact]
    public async Task Append_ManyRaceForOneOffset_OneWins()
    {
        var other = (await OpenAnother()).Blobs(Name);
        Assert.True(await Blobs.Append("log", 0, new byte[] { 255 }));
        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => (i % 2 == 0 ? Blobs : other).Append("log", 1, new[] { (byte)i }))));
        Assert.Single(results, won => won);
        Assert.Equal([255, (byte)Array.IndexOf(results, true)], await Blobs.Read("log"));
    }

    [Fact]
    public async Task Read_AtAndPastTheEnd_IsEmpty()
    {
        await Blobs.Put("a", Bytes(10, 1));
        Assert.Empty((await Blobs.Read("a", 10))!);
        Assert.Empty((await Blobs.Read("a", 11, 5))!);
        Assert.Empty((await Blobs.Read("a", 5_000_000_000, 5))!);
        Assert.Empty((await Blobs.Read("a", 3, 0))!);
        Assert.Equal(Bytes(10, 1)[7..], await Blobs.Read("a", 7, 100));
        Assert.Null(await Blobs.Read("b", 3, 0));
    }

    [Fact]
    public async Task Read_NegativeRange_IsRefused()
    {
        Assert.Contains("'a'", await Message(() => Blobs.Read("a", -1)));
        Assert.Contains("'a'", await Message(() => Blobs.Read("a", 0, -1)));
    }

    [Fact]
    public async Task List_Prefix_IsOrderedWithLengths()
    {
        foreach (var (i, name) in new[] { "b", "a/2", "a/10", "a", "ab", "A" }.Index())
            await Blobs.Put(name, new byte[i]);
        Assert.Equal([new("A", 5), new("a", 3), new("a/10", 2), new("a/2", 1), new("ab", 4), new("b", 0)], await Listed(""));
        Assert.Equal(["a/10", "a/2"], (await Listed("a/")).Select(entry => entry.Name));
        Assert.Equal(["a", "a/10", "a/2", "ab"], (await Listed("a")).Select(entry => entry.Name));
        Assert.Empty(await Listed("c"));
    }

    [Fact]
    public async Task List_ManyBlobs_GivesAll()
    {
        var names = Enumerable.Range(0, 600).Select(i => $"many/{i:D4}").ToArray();
        await Parallel.ForEachAsync(names, async (name, cancellation) => await Blobs.Put(name, new byte[] { 1 }, cancellation));
        Assert.Equal(names, (await Listed("many/")).Select(entry => entry.Name));
    }

    [Fact]
    public async Task Delete_Blob_RemovesItAlone()
    {
        await Blobs.Put("a", Bytes(100_000, 1));
        await Blobs.Put("a/b", new byte[2]);
        await Blobs.Delete("a");
        await Blobs.Delete("a");
        Assert.Null(await Blobs.Length("a"));
        Assert.Equal(["a/b"], (await Listed("")).Select(entry => entry.Name));
        Assert.True(await Blobs.Append("a", 0, new byte[] { 7 }));
        Assert.Equal([7], await Blobs.Read("a"));
    }

    [Fact]
    public async Task DeletePrefix_RemovesThoseThatBeginSo()
    {
        for (var i = 0; i < 150; i++)
            await Blobs.Put($"logs/org/{i}", new byte[10]);
        await Blobs.Put("logs/organisation/1", new byte[1]);
        await Blobs.Put("logs", new byte[1]);
        await Blobs.DeletePrefix("logs/org/");
        await Blobs.DeletePrefix("logs/org/");
        Assert.Equal(["logs", "logs/organisation/1"], (await Listed("")).Select(entry => entry.Name));
        Assert.Contains("empty", await Message(() => Blobs.DeletePrefix("")));
    }

    [Theory]
    [InlineData("simple.txt")]
    [InlineData("with space/and 'quotes'")]
    [InlineData("100%/%2F/+&=;:@$,()[]{}!*^`|~<>\"#?")]
    [InlineData("é/漢字/\U0001F600")]
    [InlineData("a.b/.c/..d")]
    public async Task BlobName_WithOddCharacters_Works(string name)
    {
        Assert.True(await Blobs.Append(name, 0, Bytes(10, 1)));
        Assert.Equal(Bytes(10, 1), await Blobs.Read(name));
        Assert.Equal([new BlobEntry(name, 10)], await Listed(name));
        Assert.NotNull(await Blobs.Lease(name, TimeSpan.FromSeconds(15)));
        await Blobs.Delete(name);
        Assert.Null(await Blobs.Length(name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData(".")]
    [InlineData("a/../b")]
    [InlineData("a./b")]
    [InlineData("a\nb")]
    [InlineData("a\\b")]
    public async Task BlobName_ThatCannotBe_IsRefused(string name)
    {
        Assert.Contains("blob name", await Message(() => Blobs.Put(name, new byte[1])));
        Assert.Contains("blob name", await Message(() => Blobs.Append(name, 0, new byte[1])));
        Assert.Contains("blob name", await Message(() => Blobs.Read(name)));
        Assert.Contains("blob name", await Message(() => Blobs.Delete(name)));
        Assert.Contains("blob name", await Message(() => Blobs.Lease(name, TimeSpan.FromSeconds(15))));
    }

    [Fact]
    public async Task BlobName_OfTheLargestSize_Works()
    {
        foreach (var name in new[] { new string('n', 512), new string('漢', 512) })
        {
            await Blobs.Put(name, new byte[] { 1 });
            Assert.Equal([1], await Blobs.Read(name));
            Assert.NotNull(await Blobs.Lease(name, TimeSpan.FromSeconds(15)));
        }

        Assert.Contains("513", await Message(() => Blobs.Put(new string('n', 513), new byte[1])));
    }

    [Fact]
    public async Task Containers_WithTheSameNames_AreSeparate()
    {
        await Blobs.Put("a", new byte[] { 1 });
        var other = Storage.Blobs(Name + "x");
        Assert.Null(await other.Read("a"));
        await other.Put("a", new byte[] { 2 });
        await other.DeletePrefix("a");
        Assert.Equal([1], await Blobs.Read("a"));
    }
}
