using ClickDeploy.Storage;

namespace ClickDeploy.Tests.Shared.Storage;

public abstract partial class StorageConformance
{
    private async Task<object?> Kept(object? value)
    {
        await Committed(P, new RowChange.Upsert("kept", new RowData { ["before"] = 1, ["value"] = value, ["zafter"] = "z" }));
        var row = (await Table.Get(P, "kept"))!;
        await foreach (var listed in Table.Query(P, KeyRange.All))
            Assert.Equal(row.Data["value"], listed.Data["value"]);
        Assert.Equal(3, row.Data.Count);
        return row.Data["value"];
    }

    [Theory]
    [InlineData("")]
    [InlineData(" leading and trailing ")]
    [InlineData("line\nbreak\r\nand\ttab")]
    [InlineData("\r")]
    [InlineData("quotes \" ' ` and \\ / < > & % + \0")]
    [InlineData("\u0001\u001F\u007F\u0080\u009F")]
    [InlineData("é ü ß 漢字 \u2028 \u2029 \uFEFF \u200B")]
    [InlineData("\U0001F600 \U0010FFFF")]
    [InlineData("\uFFFD \uFFFE \uFFFF")]
    [InlineData("2026-01-01T00:00:00Z")]
    [InlineData("12345678901234567890")]
    [InlineData("NaN")]
    [InlineData("{\"json\": [1, null]}")]
    public async Task Text_IsKeptExactly(string text) => Assert.Equal(text, await Kept(text));

    [Fact]
    public async Task Text_NotWellFormed_IsKeptExactly()
    {
        // Not as inline data: the test runner itself could not carry these.
        foreach (var text in new[] { "\uD800", "\uDC00", "a\uDFFF\uD800b", "\uD83D", "\uDE00\uD83D" })
            Assert.Equal(text, await Kept(text));
    }

    [Fact]
    public async Task Text_OfTheLargestSize_IsKept()
    {
        Assert.Equal(new string('x', 32 * 1024), await Kept(new string('x', 32 * 1024)));
        Assert.Equal(new string('漢', 32 * 1024), await Kept(new string('漢', 32 * 1024)));
        Assert.Equal(new string('\u0001', 32 * 1024), await Kept(new string('\u0001', 32 * 1024)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(64 * 1024)]
    public async Task Binary_IsKept(int length) => Assert.Equal(Bytes(length, length), await Kept(Bytes(length, length)));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public async Task Int32_IsKept(int number) => Assert.Equal(number, await Kept(number));

    [Theory]
    [InlineData(0L)]
    [InlineData(1L)]
    [InlineData(9_007_199_254_740_993L)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public async Task Int64_IsKept(long number) => Assert.Equal(number, await Kept(number));

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(-3.0)]
    [InlineData(0.1)]
    [InlineData(1e21)]
    [InlineData(9007199254740993e3)]
    [InlineData(double.MinValue)]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public async Task Double_IsKeptToTheBit(double number) =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(number), BitConverter.DoubleToInt64Bits(Assert.IsType<double>(await Kept(number))));

    [Fact]
    public async Task Double_NegativeZero_IsKept() => Assert.True(double.IsNegative(Assert.IsType<double>(await Kept(-0.0))));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Boolean_IsKept(bool flag) => Assert.Equal(flag, await Kept(flag));

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff")]
    [InlineData("01234567-89ab-cdef-0123-456789abcdef")]
    public async Task Guid_IsKept(string guid) => Assert.Equal(Guid.Parse(guid), await Kept(Guid.Parse(guid)));

    [Theory]
    [InlineData("1601-01-01T00:00:00.0000000Z")]
    [InlineData("1969-12-31T23:59:59.9999999Z")]
    [InlineData("2026-11-21T12:34:56.1234567Z")]
    [InlineData("2026-11-21T12:34:56.0000001Z")]
    [InlineData("2024-02-29T00:00:00.0000000Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    public async Task Time_IsKeptToTheTick(string time)
    {
        var kept = Assert.IsType<DateTimeOffset>(await Kept(DateTimeOffset.Parse(time, null)));
        Assert.Equal(DateTimeOffset.Parse(time, null).Ticks, kept.Ticks);
        Assert.Equal(TimeSpan.Zero, kept.Offset);
    }

    [Fact]
    public async Task Time_WithAnOffset_IsReadAsUtc()
    {
        var kept = (DateTimeOffset)(await Kept(new DateTimeOffset(2026, 7, 1, 2, 0, 0, TimeSpan.FromHours(5.5))))!;
        Assert.Equal(new DateTimeOffset(2026, 6, 30, 20, 30, 0, TimeSpan.Zero).Ticks, kept.Ticks);
        Assert.Equal(TimeSpan.Zero, kept.Offset);
    }

    [Fact]
    public async Task Time_Before1601_IsRefused() =>
        Assert.Contains("'value'", await Message(() => Kept(new DateTimeOffset(1600, 12, 31, 0, 0, 0, TimeSpan.Zero))));

    [Fact]
    public async Task Null_IsAPropertyThatIsNotThere()
    {
        await Committed(P, new RowChange.Insert("a", new RowData { ["gone"] = null, ["there"] = 1 }));
        Assert.Equal(["there"], (await Table.Get(P, "a"))!.Data.Keys);
    }

    [Fact]
    public async Task Row_WithoutProperties_IsKept()
    {
        await Insert("a", []);
        Assert.Empty((await Table.Get(P, "a"))!.Data);
    }

    [Fact]
    public async Task Row_AllTypesAtOnce_AreKeptWithTheirTypes()
    {
        var data = new RowData
        {
            ["text"] = "t",
            ["control"] = "\0",
            ["binary"] = new byte[] { 0, 255 },
            ["int"] = 1,
            ["long"] = 1L,
            ["double"] = 1.0,
            ["bool"] = true,
            ["guid"] = Guid.Empty,
            ["time"] = DateTimeOffset.UnixEpoch,
        };
        await Insert("a", data);
        var read = (await Table.Get(P, "a"))!.Data;
        Assert.Equal(data.Keys.Order(), read.Keys.Order());
        Assert.All(data, property => Assert.Equal(property.Value, read[property.Key]));
        Assert.All(data, property => Assert.IsType(property.Value!.GetType(), read[property.Key]));
    }

    [Fact]
    public async Task Row_250PropertiesOfEveryName_AreKept()
    {
        string[] names = ["a", "A", "_", "_a", "odata", "etag", "ETag", "partitionKey", "rowkey", "timestamp", "id", "n_1", new string('n', 255)];
        var data = new RowData(names.Concat(Enumerable.Range(0, 250 - names.Length).Select(i => $"p{i}")).Select((name, i) => KeyValuePair.Create(name, (object?)(i % 2 == 0 ? i : $"{i}\0"))));
        await Insert("a", data);
        var read = (await Table.Get(P, "a"))!.Data;
        Assert.Equal(data.Keys.Order(StringComparer.Ordinal), read.Keys.Order(StringComparer.Ordinal));
        Assert.All(data, property => Assert.Equal(property.Value, read[property.Key]));
    }

    [Fact]
    public async Task Row_251Properties_IsRefused()
    {
        var data = new RowData(Enumerable.Range(0, 251).Select(i => KeyValuePair.Create($"p{i}", (object?)i)));
        Assert.Contains("251 properties", await Message(() => Insert("a", data)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1a")]
    [InlineData("a-b")]
    [InlineData("a.b")]
    [InlineData("é")]
    [InlineData("PartitionKey")]
    [InlineData("RowKey")]
    [InlineData("Timestamp")]
    [InlineData("__proto__")]
    public async Task PropertyName_ThatCannotBe_IsRefused(string name) =>
        Assert.Contains($"'{name}'", await Message(() => Insert("a", Data(name, 1))));

    [Fact]
    public async Task Property_ThatCannotBeKept_IsRefusedByName()
    {
        foreach (var value in new object[] { 1.5m, (short)1, DateTime.UnixEpoch, new[] { 1 }, new string('x', (32 * 1024) + 1), new byte[(64 * 1024) + 1] })
            Assert.Contains("'value'", await Message(() => Insert("a", Data("value", value))));
        Assert.Contains("nnn", await Message(() => Insert("a", Data(new string('n', 256), 1))));
    }
}
