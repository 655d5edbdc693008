using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;

namespace ClickDeploy.Tests.Shared.Storage.Sqlite;

public sealed class RowCodecTests
{
    // The storage format: files hold these bytes. A change here makes old databases unreadable.
    [Fact]
    public void Encode_EveryType_IsTheFormatOfTheFiles()
    {
        var data = new RowData
        {
            ["t"] = "hé",
            ["b"] = new byte[] { 1, 2 },
            ["i"] = -2,
            ["l"] = 3L,
            ["d"] = 1.0,
            ["f"] = false,
            ["y"] = true,
            ["g"] = Guid.Parse("01234567-89ab-cdef-0123-456789abcdef"),
            ["z"] = DateTimeOffset.UnixEpoch,
            ["r"] = "\uD800",
            ["none"] = null,
        };
        const string Format =
            "010A" +
            "0174" + "01" + "03" + "68C3A9" +
            "0162" + "02" + "02" + "0102" +
            "0169" + "03" + "FEFFFFFF" +
            "016C" + "04" + "0300000000000000" +
            "0164" + "05" + "000000000000F03F" +
            "0166" + "06" +
            "0179" + "07" +
            "0167" + "08" + "0123456789ABCDEF0123456789ABCDEF" +
            "017A" + "09" + "0080B5F7F57F9F08" +
            "0172" + "0A" + "02" + "00D8";

        var bytes = RowCodec.Encode(data);
        data.Remove("none");
        Assert.Equal(Format, Convert.ToHexString(bytes));
        Assert.Equal(data, RowCodec.Decode(bytes));
    }

    [Fact]
    public void Encode_LongLengths_AreReadBack()
    {
        foreach (var length in new[] { 127, 128, 16_383, 16_384, 65_536 })
            Assert.Equal(length, RowCodec.Decode(RowCodec.Encode(new RowData { [new string('n', 200)] = new byte[length] })).Bytes(new string('n', 200))!.Length);
    }

    [Theory]
    [InlineData("02")]
    [InlineData("")]
    [InlineData("010101610B")]
    public void Decode_OfALaterFormat_SaysWhatToDo(string bytes) =>
        Assert.Contains("newer", Assert.Throws<InvalidDataException>(() => RowCodec.Decode(Convert.FromHexString(bytes))).Message);
}
