using System.Text;
using ClickDeploy.Clients.Git;
using ClickDeploy.Jobs;
using ClickDeploy.Jobs.Local;
using ClickDeploy.Processes;
using ClickDeploy.Tests.Shared.Processes;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Shared.Clients.Git;

/// <summary>Real Git, as a job, against a real server that asks for a password.</summary>
[Trait("Speed", "Slow")]
public sealed class GitCredentialTests : IAsyncLifetime
{
    private const string Token = "ghp_hunter22hunter22";
    private readonly TempFolder _data = new();
    private readonly TestRepository _repository = new();
    private readonly List<JobId> _made = [];
    private IJobs _jobs = null!;
    private string _source = null!;

    public async Task InitializeAsync()
    {
        _jobs = new LocalJobs(Options.Create(new LocalJobsOptions { DataDir = _data.Path }), CgroupHost.Nothing, TimeProvider.System);
        _source = _data.Make("source");
        _repository.Commit("index.html", "<h1>private</h1>");
        await Run(GitCommands.Init(_source));
    }

    public async Task DisposeAsync()
    {
        foreach (var job in _made)
        {
            await _jobs.Remove(job);
        }

        _repository.Dispose();
        _data.Dispose();
    }

    [Theory]
    [InlineData(Token, "x-access-token")]
    [InlineData("deployer:" + Token, "deployer")]
    public async Task Fetch_WithTheToken_GetsThePrivateRepository(string credential, string user)
    {
        await using var server = await Serve(user);
        var url = Url(server);

        var (end, output) = await Run(GitCommands.Fetch(_source, url, GitRevision.Default).With(url, new(new(credential))));

        Assert.True(end is JobStatus.Exited { Code: 0 }, output);
        Assert.True(server.LetIn > 0);
        Assert.Equal(new JobStatus.Exited(0), (await Run(GitCommands.Checkout(_source))).End);
        Assert.Equal("<h1>private</h1>", await File.ReadAllTextAsync(Path.Combine(_source, "index.html")));
        Assert.DoesNotContain(Directory.EnumerateFiles(_data.Path, "*", SearchOption.AllDirectories), file => File.ReadAllText(file, Encoding.Latin1).Contains("hunter22"));
    }

    [Theory]
    [InlineData("ghp_wrong")]
    [InlineData(null)]
    public async Task Fetch_WithoutTheRightToken_SaysThatALoginIsNeeded(string? token)
    {
        await using var server = await Serve("x-access-token");
        var url = Url(server);

        var (end, output) = await Run(GitCommands.Fetch(_source, url, GitRevision.Default).With(url, token is null ? null : new(new(token))));

        var failure = GitFailure.Explain(url, GitRevision.Default, new GitEnd.Exited(Assert.IsType<JobStatus.Exited>(end).Code), output);
        Assert.True(failure.Code == GitFailure.NeedsLogin, output);
        Assert.Equal(0, server.LetIn);
    }

    [Fact]
    public async Task Fetch_FromAnotherHostThanTheTokens_DoesNotTellIt()
    {
        await using var server = await Serve("x-access-token");
        var (mine, other) = (Url(server), Parsed("https://git.example.com/acme/web"));

        var (end, _) = await Run(GitCommands.Fetch(_source, mine, GitRevision.Default).With(other, new(new(Token))));

        Assert.NotEqual(new JobStatus.Exited(0), end);
        Assert.Equal(0, server.LetIn);
    }

    [Fact]
    public void Command_WithAToken_HasItInNoArgumentOrVariable()
    {
        var url = Parsed("https://git.example.com/acme/web");
        var job = GitCommands.Fetch(_source, url, GitRevision.Default).With(url, new(new(Token))).AsJob(new("a"));

        Assert.DoesNotContain(job.Command, argument => argument.Contains("hunter22"));
        Assert.DoesNotContain(job.Environment, variable => variable.Value.Reveal().Contains("hunter22"));
        Assert.Contains("credential.https://git.example.com.helper=!f() { test \"$1\" = get && /bin/cat <&3; }; f", job.Command);
        Assert.Equal($"username=x-access-token\npassword={Token}\n", Encoding.UTF8.GetString(job.Input!.Reveal()));
    }

    private static GitUrl Parsed(string text) => ((Parsed<GitUrl>.Accepted)GitUrl.Parse(text, development: true)).Value;

    private GitUrl Url(PrivateGitServer server) => Parsed($"{server.Origin}/{Path.GetFileName(_repository.Directory)}/.git");

    private Task<PrivateGitServer> Serve(string user) => PrivateGitServer.Start(Path.GetDirectoryName(_repository.Directory)!, user, Token);

    private async Task<(JobStatus End, string Output)> Run(GitCommand command)
    {
        var id = new JobId($"git-{_made.Count}");
        _made.Add(id);
        await _jobs.Start(command.AsJob(id));
        var end = await Eventually.Is(() => _jobs.Inspect(id, TimeSpan.FromSeconds(1)), status => status is not JobStatus.Running, "Git has ended");
        return (end, Encoding.UTF8.GetString(await _jobs.ReadOutput(id, 0, 1 << 16)));
    }
}
