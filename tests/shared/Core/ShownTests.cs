using ClickDeploy.Core;

namespace ClickDeploy.Tests.Shared.Core;

public sealed class ShownTests
{
    [Theory]
    [InlineData("web", "web")]
    [InlineData("a\r\nb\0", "a\ufffd\ufffdb\ufffd")]
    public void Of_LeavesOutWhatIsNoText(string text, string shown) => Assert.Equal(shown, Shown.Of(text));

    [Fact]
    public void Of_HalfASurrogatePair_ShowsThatItIsNone() => Assert.Equal("a\ufffd", Shown.Of("a\ud800"));

    [Fact]
    public void Of_ALongText_IsCutBetweenCharacters()
    {
        var shown = Shown.Of(string.Concat(Enumerable.Repeat("🙂", 1000)));

        Assert.Equal(string.Concat(Enumerable.Repeat("🙂", 30)) + "…", shown);
    }
}
