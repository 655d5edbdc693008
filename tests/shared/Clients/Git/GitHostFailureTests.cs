using ClickDeploy.Clients.Git;
using ClickDeploy.Tests.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Shared.Clients.Git;

/// <summary>What real Git says of hosts that do not give a repository, and what we make of it.</summary>
[Trait("Speed", "Slow")]
public sealed class GitHostFailureTests : IDisposable
{
    private readonly string _checkout = Directory.CreateTempSubdirectory("checkout-").FullName;
    private readonly ShortGit _git = new(TimeProvider.System, Options.Create(new GitOptions()));

    public void Dispose() => Directory.Delete(_checkout, recursive: true);

    [Theory]
    [InlineData(401, "repository_needs_login", false)]
    [InlineData(403, "repository_needs_login", false)]
    [InlineData(404, "repository_not_found", false)]
    [InlineData(410, "repository_not_found", false)]
    [InlineData(429, "host_unreachable", true)]
    [InlineData(500, "host_unreachable", true)]
    [InlineData(503, "host_unreachable", true)]
    [InlineData(200, "repository_not_found", false)]
    public async Task Fetch_HostAnswersWithAStatus_IsExplained(int status, string code, bool transient)
    {
        await using var server = await GitServer.Start(context =>
        {
            context.Response.StatusCode = status;
            if (status == 401)
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"git\"";
            return context.Response.WriteAsync("<!doctype html>\n<html>\n<p>a page</p>\n</html>\n");
        });

        var failure = await Fetch(server.Url);

        Assert.Equal((code, transient), (failure.Code, failure.Transient));
    }

    [Fact]
    public async Task Fetch_HostRedirectsToPlainHttp_IsRefused()
    {
        await using var server = await GitServer.Start(context =>
        {
            context.Response.Redirect("http://127.0.0.1:9/info/refs");
            return Task.CompletedTask;
        });

        Assert.Equal("redirect_refused", (await Fetch(server.Url)).Code);
    }

    [Fact]
    public async Task Fetch_HostBreaksOff_IsTransient()
    {
        await using var server = await GitServer.Start(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        var failure = await Fetch(server.Url);

        Assert.Equal(("host_unreachable", true), (failure.Code, failure.Transient));
    }

    [Fact]
    public async Task Fetch_HostIsSilent_TimesOut()
    {
        await using var server = await GitServer.Start(context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));

        Assert.Equal("git_timeout", (await Fetch(server.Url, timeout: TimeSpan.FromMilliseconds(300))).Code);
    }

    [Fact]
    public async Task Fetch_CertificateThatNobodySigned_IsExplained()
    {
        await using var server = await GitServer.Start(_ => Task.CompletedTask);

        Assert.Equal("certificate_not_trusted", (await Fetch(server.Url, trust: false)).Code);
    }

    [Fact]
    public async Task Fetch_NobodyListens_IsTransient()
    {
        var failure = await Fetch(Url($"https://127.0.0.1:{PortRange.Free()}/acme/web"));

        Assert.Equal(("host_unreachable", true), (failure.Code, failure.Transient));
    }

    // .invalid never has an address (RFC 6761).
    [Theory]
    [InlineData("https://git.invalid/acme/web")]
    [InlineData("ssh://git@git.invalid/acme/web")]
    [InlineData("git@git.invalid:acme/web")]
    public async Task Fetch_HostWithoutAddress_IsExplained(string url)
    {
        var failure = await Fetch(Url(url));

        Assert.Equal("host_not_found", failure.Code);
        Assert.Contains("git.invalid", failure.Message, StringComparison.Ordinal);
    }

    // What the big hosts say, as it was seen; they cannot be reached from a test.
    [Theory]
    [InlineData("fatal: could not read Username for 'https://github.com': terminal prompts disabled", "repository_needs_login")]
    [InlineData("remote: Repository not found.\nfatal: repository 'https://github.com/acme/web/' not found", "repository_not_found")]
    [InlineData("remote: HTTP Basic: Access denied. The provided password or token is incorrect\nfatal: Authentication failed for 'https://gitlab.com/acme/web/'", "repository_needs_login")]
    [InlineData("git@github.com: Permission denied (publickey).\nfatal: Could not read from remote repository.", "repository_needs_login")]
    [InlineData("ERROR: Repository not found.\nfatal: Could not read from remote repository.", "repository_not_found")]
    [InlineData("No ED25519 host key is known for github.com and you have requested strict checking.\nHost key verification failed.\nfatal: Could not read from remote repository.", "host_key_unknown")]
    [InlineData("ssh: connect to host git.example.com port 22: Connection timed out\nfatal: Could not read from remote repository.", "host_unreachable")]
    [InlineData("error: RPC failed; curl 92 HTTP/2 stream 0 was not closed cleanly: CANCEL (err 8)\nfatal: early EOF", "host_unreachable")]
    [InlineData("fatal: detected dubious ownership in repository at '/srv/web/.git'", "repository_not_owned")]
    [InlineData("fatal: write error: No space left on device", "disk_full")]
    [InlineData("error: pack-objects died of signal 11", "git_failed")]
    [InlineData("", "git_failed")]
    public void Explain_WordsOfAHost_AreTranslated(string output, string code)
    {
        var failure = GitFailure.Explain(Url("https://github.com/acme/web"), GitRevision.Default, new GitEnd.Exited(128), output);

        Assert.Equal(code, failure.Code);
        Assert.All([failure.Message, failure.Fix], text => Assert.NotEqual("", text));
    }

    private async Task<GitFailure> Fetch(GitUrl url, bool trust = true, TimeSpan? timeout = null)
    {
        Assert.IsType<ShortGitResult.Succeeded>(await _git.Run(GitCommands.Init(_checkout)));
        var fetch = GitCommands.Fetch(_checkout, url, GitRevision.Default);
        var failed = Assert.IsType<ShortGitResult.Failed>(await _git.Run(fetch with
        {
            Arguments = trust ? ["git", "-c", "http.sslVerify=false", .. fetch.Arguments.Skip(1)] : fetch.Arguments,
            Timeout = timeout ?? TimeSpan.FromSeconds(60),
        }));
        return GitFailure.Explain(url, GitRevision.Default, failed.End, failed.Output);
    }

    private static GitUrl Url(string text) => Assert.IsType<Parsed<GitUrl>.Accepted>(GitUrl.Parse(text, development: false)).Value;
}
