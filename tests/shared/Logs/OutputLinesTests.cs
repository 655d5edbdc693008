using System.Text;
using ClickDeploy.Logs;

namespace ClickDeploy.Tests.Shared.Logs;

public sealed class OutputLinesTests
{
    [Theory]
    [InlineData("one\ntwo\n", false, "one|two", 8)]
    [InlineData("one\ntwo", false, "one", 4)]
    [InlineData("one\ntwo", true, "one|two", 7)]
    [InlineData("\n\n", true, "|", 2)]
    [InlineData("a\r\nb\r\n", true, "a|b", 6)]
    [InlineData("10%\r50%\r100%\n", false, "100%", 13)]
    [InlineData("", true, "", 0)]
    public void Cut_Text_IsItsLines(string text, bool atEnd, string lines, int end)
    {
        var cut = OutputLines.Cut(Encoding.UTF8.GetBytes(text), atEnd, 100).ToList();

        Assert.Equal(lines, string.Join('|', cut.Select(line => line.Text)));
        Assert.Equal(end, cut.Count == 0 ? 0 : cut[^1].End);
    }

    [Fact]
    public void Cut_LineWithoutEnd_IsHandedOnWhenItIsTooLong() =>
        Assert.Equal(101, Assert.Single(OutputLines.Cut(new byte[101], atEnd: false, 100)).End);

    [Fact]
    public void Cut_BytesThatAreNotUtf8_AreShownAsReplacement() =>
        Assert.Equal("a\uFFFDb", Assert.Single(OutputLines.Cut(new byte[] { (byte)'a', 0xFF, (byte)'b', (byte)'\n' }, atEnd: false, 100)).Text);
}
