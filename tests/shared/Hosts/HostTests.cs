using ClickDeploy.Core;
using ClickDeploy.Hosts;
using ClickDeploy.Services;
using ClickDeploy.Storage.Sqlite;

namespace ClickDeploy.Tests.Shared.Hosts;

public sealed class HostTests
{
    private static readonly ProjectId Project = new(new Guid("0192f0c0-0000-7000-8000-000000000001"));

    [Theory]
    [InlineData("shop", "^shop[0-9]{4}\\.localhost$")]
    [InlineData("my-shop", "^myshop[0-9]{4}\\.localhost$")]
    [InlineData("www", "^app[0-9]{4}\\.localhost$")]
    [InlineData("名", "^app[0-9]{4}\\.localhost$")]
    [InlineData("12", "^app[0-9]{4}\\.localhost$")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123456789", "^[a-z0-9]{63}\\.localhost$")]
    public void Candidates_Name_IsALabelWithFourDigits(string name, string form) =>
        Assert.Matches(form, HostNames.Candidates(Project, name, "localhost").First());

    [Fact]
    public void Candidates_SameService_AreTheSameAndAllDiffer()
    {
        var names = HostNames.Candidates(Project, "shop", "localhost").ToList();

        Assert.Equal(names, HostNames.Candidates(Project, "shop", "localhost"));
        Assert.Equal(10_000, names.Distinct().Count());
    }

    [Fact]
    public async Task Claim_TakenName_GoesToTheNext_AndIsFreeAfterRelease()
    {
        await using var storage = SqliteStorage.InMemory(TimeProvider.System);
        var claims = new HostClaims(storage);
        var (one, two) = (Service(), Service());

        Assert.Equal("a1.localhost", await claims.Claim(one, ["a1.localhost", "a2.localhost"]));
        Assert.Equal("a1.localhost", await claims.Claim(one, ["a1.localhost", "a2.localhost"]));
        Assert.Equal("a2.localhost", await claims.Claim(two, ["a1.localhost", "a2.localhost"]));

        await claims.Release(two, "a1.localhost");
        Assert.Equal("a1.localhost", await claims.Claim(one, ["a1.localhost"]));
        await claims.Release(one, "a1.localhost");
        Assert.Equal("a1.localhost", await claims.Claim(two, ["a1.localhost"]));
    }

    private static ServiceRef Service() => new("acme", Project.Value, Guid.NewGuid());
}
