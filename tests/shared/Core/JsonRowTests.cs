using ClickDeploy.Core;
using ClickDeploy.Storage;

namespace ClickDeploy.Tests.Shared.Core;

public sealed class JsonRowTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(65_534)]
    [InlineData(65_535)]
    [InlineData(400_000)]
    public void Of_AnyLength_ReadsBackAndFitsIntoProperties(int length)
    {
        var value = new string('ä', length / 2) + new string('x', length % 2);

        var data = JsonRow.Of(value);

        Assert.All(data.Values.OfType<byte[]>(), part => Assert.InRange(part.Length, 1, 64 * 1024));
        Assert.Equal(value, JsonRow.Read<string>(new Row("p", "k", "e", data)));
    }

    [Fact]
    public void Of_AnObject_HasTheNumberOfItsShape() => Assert.Equal(1, JsonRow.Of(new { A = 1 }).Int32("schema"));

    [Fact]
    public void Read_OfANull_SaysWhichRow() =>
        Assert.Contains("p/k", Assert.Throws<InvalidDataException>(() => JsonRow.Read<string>(new Row("p", "k", "e", JsonRow.Of<string?>(null)))).Message);
}
