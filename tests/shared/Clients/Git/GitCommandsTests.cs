using ClickDeploy.Clients.Git;
using ClickDeploy.Jobs;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Shared.Clients.Git;

/// <summary>The calls against real Git and real repositories.</summary>
[Trait("Speed", "Slow")]
public sealed class GitCommandsTests : IDisposable
{
    private readonly TestRepository _repository = new();
    private readonly string _checkout = Directory.CreateTempSubdirectory("checkout-").FullName;
    private readonly ShortGit _git = new(TimeProvider.System, Options.Create(new GitOptions()));

    public void Dispose()
    {
        _repository.Dispose();
        Directory.Delete(_checkout, recursive: true);
    }

    [Theory]
    [InlineData(null, "three")]
    [InlineData("main", "three")]
    [InlineData("side", "two")]
    [InlineData("feature/deep", "two")]
    [InlineData("v1", "one")]
    [InlineData("annotated", "one")]
    [InlineData("refs/heads/side", "two")]
    [InlineData("refs/tags/v1", "one")]
    public async Task Fetch_BranchOrTag_ChecksOutItsFiles(string? name, string text)
    {
        History();

        await Get(Revision(name));

        Assert.Equal(text, await File.ReadAllTextAsync(Path.Combine(_checkout, "file")));
    }

    [Theory]
    [InlineData("main", "three")]
    [InlineData("main~1", "one")]
    [InlineData("side", "two")]
    public async Task Fetch_CommitId_ChecksOutItsFiles(string name, string text)
    {
        History();
        var sha = _repository.Git("rev-parse", name).Trim();

        await Get(Revision(sha));

        Assert.Equal(text, await File.ReadAllTextAsync(Path.Combine(_checkout, "file")));
        Assert.Equal(sha, (await Head()).Sha);
    }

    [Fact]
    public async Task Fetch_LongHistory_GetsOneCommit()
    {
        for (var n = 0; n < 4; n++)
            _repository.Commit("file", $"{n}");

        await Get(GitRevision.Default);

        Assert.Equal("1\n", await Say(["git", "rev-list", "--count", "HEAD"]));
    }

    [Fact]
    public async Task Fetch_OldServerThatRefusesCommits_IsExplainedAndFetchAllFindsIt()
    {
        History();
        _repository.Commit("file", "four");
        var commit = Revision(_repository.Git("rev-parse", "main~1").Trim());
        await Succeed(GitCommands.Init(_checkout));

        var refused = await Fail(OldProtocol(GitCommands.Fetch(_checkout, _repository.GitUrl, commit)), commit);
        await Succeed(OldProtocol(GitCommands.FetchAll(_checkout, _repository.GitUrl)));
        var tree = GitTree.Parse(await Succeed(GitCommands.TreeOfCommit(_checkout, commit)));
        await Succeed(GitCommands.CheckoutCommit(_checkout, commit));

        Assert.Equal(GitFailure.CommitNotOffered, refused.Code);
        Assert.Equal((1, 5L), (tree.Files, tree.Bytes));
        Assert.Equal("three", await File.ReadAllTextAsync(Path.Combine(_checkout, "file")));

        static GitCommand OldProtocol(GitCommand command) => command with { Arguments = ["git", "-c", "protocol.version=0", .. command.Arguments.Skip(1)] };
    }

    [Fact]
    public async Task Head_AfterCheckout_SaysWhoAndWhat()
    {
        var sha = _repository.Commit("file", "text", "Add the ümlaut\n\nAnd a \"body\" of\ntwo lines.");

        await Get(GitRevision.Default);

        Assert.Equal(new GitHead(sha, "Ada Lovelace", "Add the ümlaut\n\nAnd a \"body\" of\ntwo lines."), await Head());
    }

    [Fact]
    public async Task LsRemote_TagAndBranchOfOneName_FindsTheBranch()
    {
        var tagged = _repository.Commit("file", "one");
        _repository.Git("tag", "-a", "same", "-m", "tag");
        _repository.Git("checkout", "--quiet", "-b", "same");
        var branch = _repository.Commit("file", "two");

        var found = await LsRemote("same");
        var tag = await LsRemote("refs/tags/same");
        await Get(found!.Revision);

        Assert.Equal(new GitRef("refs/heads/same", branch), found);
        Assert.Equal(new GitRef("refs/tags/same", tagged), tag);
        Assert.Equal("two", await File.ReadAllTextAsync(Path.Combine(_checkout, "file")));
    }

    [Fact]
    public async Task LsRemote_NoName_FindsTheDefaultBranch()
    {
        var sha = _repository.Commit("file", "one");

        Assert.Equal(new GitRef("refs/heads/main", sha), await LsRemote(null));
        Assert.Null(await LsRemote("nothing"));
    }

    [Theory]
    [InlineData("nothing", "no_such_branch")]
    [InlineData("Main", "no_such_branch")]
    [InlineData("0123456789abcdef0123456789abcdef01234567", "no_such_commit")]
    public async Task Fetch_WhatIsNotThere_IsExplained(string name, string code)
    {
        History();
        await Succeed(GitCommands.Init(_checkout));

        var failure = await Fail(GitCommands.Fetch(_checkout, _repository.GitUrl, Revision(name)), Revision(name));

        Assert.Equal(code, failure.Code);
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        Assert.False(failure.Transient);
    }

    [Fact]
    public async Task Fetch_EmptyRepository_IsExplained()
    {
        await Succeed(GitCommands.Init(_checkout));

        Assert.Equal("repository_empty", (await Fail(GitCommands.Fetch(_checkout, _repository.GitUrl, GitRevision.Default), GitRevision.Default)).Code);
    }

    [Theory]
    [InlineData("/nowhere/at/all")]
    [InlineData("/usr")]
    public async Task Fetch_FolderThatIsNoRepository_IsExplained(string folder)
    {
        await Succeed(GitCommands.Init(_checkout));
        var url = ((Parsed<GitUrl>.Accepted)GitUrl.Parse($"file://{folder}", development: true)).Value;

        Assert.Equal("repository_not_found", (await Fail(GitCommands.Fetch(_checkout, url, GitRevision.Default), GitRevision.Default, url)).Code);
    }

    [Fact]
    public async Task Fetch_FileOverTheLimit_IsExplained()
    {
        _repository.Commit("file", Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(1 << 20)));
        await Succeed(GitCommands.Init(_checkout));
        var fetch = GitCommands.Fetch(_checkout, _repository.GitUrl, GitRevision.Default);

        // prlimit stands for the job's RLIMIT_FSIZE.
        var failure = await Fail(fetch with { Arguments = ["prlimit", "--fsize=65536", .. fetch.Arguments] }, GitRevision.Default);

        Assert.Equal("repository_too_large", failure.Code);
    }

    [Fact]
    public async Task Checkout_FileOverTheLimit_IsExplained()
    {
        _repository.Commit("file", new string('x', 1 << 20));
        await Succeed(GitCommands.Init(_checkout));
        await Succeed(GitCommands.Fetch(_checkout, _repository.GitUrl, GitRevision.Default));
        var checkout = GitCommands.Checkout(_checkout);

        var failure = await Fail(checkout with { Arguments = ["prlimit", "--fsize=65536", .. checkout.Arguments] }, GitRevision.Default);

        Assert.Equal("repository_too_large", failure.Code);
    }

    [Fact]
    public async Task Tree_AfterFetch_SaysHowMuchACheckoutWrites()
    {
        _repository.Commit("a file", "12345");
        _repository.Commit("deep/ümlaut\nline", "123");
        _repository.Git("update-index", "--add", "--cacheinfo", "160000,0123456789abcdef0123456789abcdef01234567,vendor/lib");
        _repository.Git("commit", "--quiet", "-m", "Add a submodule");
        await Succeed(GitCommands.Init(_checkout));
        await Succeed(GitCommands.Fetch(_checkout, _repository.GitUrl, GitRevision.Default));

        var tree = GitTree.Parse(await Succeed(GitCommands.Tree(_checkout)));

        Assert.Equal((2, 8L), (tree.Files, tree.Bytes));
        Assert.Equal(["vendor/lib"], tree.Submodules);
    }

    [Fact]
    public async Task Checkout_LinkThatLeavesTheTree_IsALinkAndWritesNothingOutside()
    {
        var outside = Directory.CreateTempSubdirectory("outside-").FullName;
        File.CreateSymbolicLink(Path.Combine(_repository.Directory, "out"), outside);
        File.CreateSymbolicLink(Path.Combine(_repository.Directory, "passwd"), "/etc/passwd");
        _repository.Commit("file", "text");

        await Get(GitRevision.Default);

        Assert.Equal(outside, new FileInfo(Path.Combine(_checkout, "out")).LinkTarget);
        Assert.Equal("/etc/passwd", new FileInfo(Path.Combine(_checkout, "passwd")).LinkTarget);
        Assert.Empty(Directory.GetFileSystemEntries(outside));
        Directory.Delete(outside);
    }

    [Fact]
    public async Task Checkout_HooksFiltersAndAttributes_RunNothing()
    {
        var proof = Path.Combine(_repository.Directory, "..", $"proof-{Guid.NewGuid():N}");
        _repository.Commit(".gitattributes", "* filter=evil\n*.bin filter=lfs\n");
        _repository.Commit(".gitmodules", $"[submodule \"x\"]\n\tpath = x\n\turl = ext::sh -c touch% {proof}\n\tupdate = !touch {proof}\n");
        _repository.Commit("post-checkout", $"#!/bin/sh\ntouch {proof}\n");
        _repository.Git("config", "uploadpack.packObjectsHook", $"touch {proof}");
        var home = Directory.CreateTempSubdirectory("home-").FullName;
        await File.WriteAllTextAsync(Path.Combine(home, ".gitconfig"), $"[filter \"evil\"]\n\tsmudge = touch {proof}\n[core]\n\tfsmonitor = touch {proof}\n[alias]\n\tfetch = !touch {proof}\n");

        foreach (var command in new[] { GitCommands.Init(_checkout), GitCommands.Fetch(_checkout, _repository.GitUrl, GitRevision.Default), GitCommands.Checkout(_checkout) })
            await Succeed(command with { Environment = new Dictionary<string, string>(command.Environment) { ["HOME"] = home } });

        Assert.False(File.Exists(proof));
        Assert.True(File.Exists(Path.Combine(_checkout, "post-checkout")));
        Directory.Delete(home, recursive: true);
    }

    [Theory]
    [InlineData("ext::sh -c exit")]
    [InlineData("http://127.0.0.1:9/x")]
    [InlineData("/usr")]
    public async Task Fetch_AddressThatSlippedThrough_IsRefusedByGitItself(string text)
    {
        await Succeed(GitCommands.Init(_checkout));

        var failed = Assert.IsType<ShortGitResult.Failed>(await _git.Run(GitCommands.Fetch(_checkout, GitUrl.Trusted(text, GitTransport.Https, "x"), GitRevision.Default)));

        Assert.Contains("not allowed", failed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PastItsTimeOut_IsKilled()
    {
        var command = GitCommands.Head(_repository.Directory) with { Arguments = ["sleep", "60"], Timeout = TimeSpan.FromMilliseconds(50) };

        Assert.IsType<GitEnd.TimedOut>(Assert.IsType<ShortGitResult.Failed>(await _git.Run(command)).End);
    }

    [Fact]
    public async Task Run_EndlessOutput_IsKilled()
    {
        var command = GitCommands.Head(_repository.Directory) with { Arguments = ["yes"], Timeout = TimeSpan.FromSeconds(60) };

        Assert.IsType<GitEnd.Killed>(Assert.IsType<ShortGitResult.Failed>(await _git.Run(command)).End);
    }

    [Fact]
    public void AsJob_OfAFetch_CarriesLimitsAndEnvironment()
    {
        var fetch = GitCommands.Fetch(_checkout, _repository.GitUrl, GitRevision.Default);

        var job = fetch.AsJob(new JobId("d-fetch"));

        Assert.Equal((fetch.Arguments, _checkout, TimeSpan.FromMinutes(5), 1L << 30), (job.Command, job.WorkingDirectory, job.Timeout, job.MaxFileBytes));
        Assert.Equal("0", job.Environment["GIT_TERMINAL_PROMPT"].Reveal());
    }

    // main: one, three. side and feature/deep: one, two. Tags on one.
    private void History()
    {
        _repository.Commit("file", "one", "One");
        _repository.Git("tag", "v1");
        _repository.Git("tag", "-a", "annotated", "-m", "A tag");
        _repository.Git("checkout", "--quiet", "-b", "side");
        _repository.Commit("file", "two", "Two");
        _repository.Git("branch", "feature/deep");
        _repository.Git("checkout", "--quiet", "main");
        _repository.Commit("file", "three", "Three");
    }

    private static GitRevision Revision(string? text) => Assert.IsType<Parsed<GitRevision>.Accepted>(GitRevision.Parse(text)).Value;

    private async Task Get(GitRevision revision)
    {
        await Succeed(GitCommands.Init(_checkout));
        await Succeed(GitCommands.Fetch(_checkout, _repository.GitUrl, revision));
        await Succeed(GitCommands.Checkout(_checkout));
    }

    private async Task<GitHead> Head() => GitHead.Parse(await Succeed(GitCommands.Head(_checkout)))!;

    private async Task<GitRef?> LsRemote(string? name) =>
        GitRef.Parse(await Succeed(GitCommands.LsRemote(_checkout, _repository.GitUrl, Revision(name))), Revision(name));

    private Task<string> Say(IReadOnlyList<string> arguments) => Succeed(GitCommands.Head(_checkout) with { Arguments = arguments });

    private async Task<string> Succeed(GitCommand command)
    {
        var result = await _git.Run(command);
        return result is ShortGitResult.Succeeded succeeded ? succeeded.Output : throw new InvalidOperationException($"{string.Join(' ', command.Arguments)}: {result}");
    }

    private async Task<GitFailure> Fail(GitCommand command, GitRevision revision, GitUrl? url = null)
    {
        var failed = Assert.IsType<ShortGitResult.Failed>(await _git.Run(command));
        return GitFailure.Explain(url ?? _repository.GitUrl, revision, failed.End, failed.Output);
    }
}
