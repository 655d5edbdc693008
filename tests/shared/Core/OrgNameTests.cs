using ClickDeploy.Core;

namespace ClickDeploy.Tests.Shared.Core;

public sealed class OrgNameTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("Ärzte & Söhne / 100 %", true)]
    [InlineData("..", true)]
    [InlineData("", false)]
    [InlineData("a\u0000b", false)]
    [InlineData("a\u0085b", false)]
    public void IsValid_OfAName(string name, bool valid) => Assert.Equal(valid, OrgName.IsValid(name));

    [Fact]
    public void IsValid_OfHalfASurrogatePair_IsFalse()
    {
        // Both would be the same key.
        Assert.False(OrgName.IsValid("a\ud800"));
        Assert.False(OrgName.IsValid("a\udc00\ud800"));
    }

    [Fact]
    public void IsValid_HoldsLengthAndKey()
    {
        Assert.True(OrgName.IsValid(new string('x', 100)));
        Assert.False(OrgName.IsValid(new string('x', 101)));
        Assert.False(OrgName.IsValid(new string('組', 100)));
    }

    [Fact]
    public void Key_TakesNoCharacterThatStorageRefuses() => Assert.All(new OrgId("a/b\\c#d?e%f|g\t🙂").Key, character => Assert.True(char.IsAsciiLetterOrDigit(character) || "-_.~=".Contains(character)));
}
