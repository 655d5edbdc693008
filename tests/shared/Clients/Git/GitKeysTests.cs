using ClickDeploy.Clients.Git;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Shared.Clients.Git;

/// <summary>Who deploys to a platform of others reaches nothing with the keys of the user that runs it.</summary>
public sealed class GitKeysTests
{
    private static readonly GitCommand Fetch = GitCommands.Fetch("/tmp", GitUrl.Trusted("git@example.com:acme/web.git", GitTransport.Ssh, "example.com"), GitRevision.Default);

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("http://127.0.0.1:7071", true)]
    [InlineData("http://localhost:7071;http://[::1]:7071", true)]
    [InlineData("http://0.0.0.0:7071", false)]
    [InlineData("http://127.0.0.1:7071;http://192.0.2.1:7071", false)]
    [InlineData("http://+:7071", false)]
    public void OwnKeys_AreForDevelopmentModeOnly(string? urls, bool own)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["ASPNETCORE_URLS"] = urls }).Build();
        using var services = new ServiceCollection().AddGit(configuration).BuildServiceProvider();

        Assert.Equal(own, services.GetRequiredService<IOptions<GitOptions>>().Value.OwnKeys);
    }

    [Fact]
    public void Fetch_WithOwnKeys_StaysAsItIs() => Assert.Same(Fetch, Fetch.As(new GitOptions { OwnKeys = true }));

    [Fact]
    public void Fetch_WithoutOwnKeys_HasNeitherHomeNorKeysNorAgent()
    {
        var job = Fetch.As(new GitOptions()).AsJob(new("d-fetch"));

        Assert.Equal(Fetch.Arguments, job.Command);
        Assert.Equal("/nonexistent", job.Environment["HOME"].Reveal());
        var ssh = job.Environment["GIT_SSH_COMMAND"].Reveal();
        Assert.StartsWith("ssh -F /dev/null -o BatchMode=yes -o StrictHostKeyChecking=yes ", ssh, StringComparison.Ordinal);
        Assert.EndsWith(" -o IdentitiesOnly=yes -o IdentityFile=none -o IdentityAgent=none -o PKCS11Provider=none -o UserKnownHostsFile=none", ssh, StringComparison.Ordinal);
        Assert.Equal("0", job.Environment["GIT_TERMINAL_PROMPT"].Reveal());
    }

    [Fact]
    public void Checkout_WithoutOwnKeys_AsksNobodyAndHasNoSsh() =>
        Assert.DoesNotContain("GIT_SSH_COMMAND", GitCommands.Checkout("/tmp").As(new GitOptions()).Environment.Keys);

    [Fact, Trait("Speed", "Slow")]
    public async Task Ssh_WithoutOwnKeys_ReadsItsOptionsSo()
    {
        var ssh = Fetch.As(new GitOptions()).Environment["GIT_SSH_COMMAND"];

        // -G: says what it would do, and does nothing.
        var said = await Run([.. ssh.Split(' '), "-G", "example.com"]);

        Assert.Contains("\nidentitiesonly yes\n", said, StringComparison.Ordinal);
        Assert.Contains("\nidentityagent none\n", said, StringComparison.Ordinal);
        Assert.Contains("\nuserknownhostsfile none\n", said, StringComparison.Ordinal);
        Assert.Equal(["identityfile none"], said.Split('\n').Where(line => line.StartsWith("identityfile ", StringComparison.Ordinal)));
    }

    [Fact, Trait("Speed", "Slow")]
    public async Task ShortGit_WithoutOwnKeys_HasNoHome() => Assert.Equal("/nonexistent\n", await Run(["printenv", "HOME"]));

    private static async Task<string> Run(IReadOnlyList<string> arguments)
    {
        var result = await new ShortGit(TimeProvider.System, Options.Create(new GitOptions())).Run(Fetch with { Arguments = arguments });
        return Assert.IsType<ShortGitResult.Succeeded>(result).Output;
    }
}
