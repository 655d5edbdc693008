using ClickDeploy.Projects;

namespace ClickDeploy.Tests.Shared.Projects;

public sealed class ProjectSlugTests
{
    [Theory]
    [InlineData("My Shop", "my-shop")]
    [InlineData("  --Shop__2.0!  ", "shop-2-0")]
    [InlineData("Café Zoë", "cafe-zoe")]
    [InlineData("組織", "project")]
    [InlineData("🙂", "project")]
    [InlineData("---", "project")]
    [InlineData("A", "a")]
    public void From_AName_IsASlug(string name, string slug)
    {
        Assert.Equal(slug, ProjectSlug.From(name));
        Assert.True(ProjectRules.IsSlug(slug));
    }

    [Fact]
    public void From_ALongName_IsCutToALabel()
    {
        var slug = ProjectSlug.From(new string('a', 62) + " " + new string('b', 37));

        Assert.Equal(new string('a', 62), slug);
    }

    [Fact]
    public void FirstFree_OfTakenOnes_CountsOnWithinTheLength()
    {
        var longest = new string('a', 63);

        Assert.Equal("shop", ProjectSlug.FirstFree("shop", new HashSet<string>()));
        Assert.Equal("shop-3", ProjectSlug.FirstFree("shop", new HashSet<string> { "shop", "shop-2" }));
        Assert.Equal(new string('a', 61) + "-2", ProjectSlug.FirstFree(longest, new HashSet<string> { longest }));
    }
}
