using System.Diagnostics;
using ClickDeploy.Clients.Git;

namespace ClickDeploy.Tests.Shared.Clients.Git;

public sealed class GitRevisionTests
{
    public static TheoryData<string> Names =>
    [
        "main", "feature/x", "v1.0.0", "a.b", "a..b", "a...b", ".a", "a/.b", "a.", "a./b", "a.lock", "a.lock/b", "a/b.lock", "a.lockx", "/a", "a/", "a//b", "a b", "a\tb", "a\nb", "a\u007fb", "a~b", "a^b", "a:b",
        "a?b", "a*b", "a[b", "a]b", "a\\b", "@", "a@b", "@a", "a@{b", "{", "ä", "日本", "a'b", "a\"b", "a$b", "a;b", "a|b", "a&b", "a<b", "refs/heads/main", "HEAD/x", "x/HEAD", "+main", "a-", "#1", "%41", "a/b/c/d/e", "a,b", "=x", "!x",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Parse_AnyName_IsAcceptedAsGitDoes(string name)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["check-ref-format", "--allow-onelevel", name]))!;
        git.WaitForExit();

        Assert.Equal(git.ExitCode == 0, GitRevision.Parse(name) is Parsed<GitRevision>.Accepted);
    }

    [Theory]
    [InlineData("-x")]
    [InlineData("--upload-pack=x")]
    public void Parse_WhatGitCouldTakeForAnOption_IsRefused(string name) =>
        Assert.Equal("invalid_ref", Assert.IsType<Parsed<GitRevision>.Refused>(GitRevision.Parse(name)).Code);

    [Fact]
    public void Parse_TooLong_IsRefused() => Assert.IsType<Parsed<GitRevision>.Refused>(GitRevision.Parse(new string('ä', 128)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("HEAD")]
    public void Parse_Nothing_IsTheDefaultBranch(string? text) => Assert.Equal(GitRevision.Default, Assert.IsType<Parsed<GitRevision>.Accepted>(GitRevision.Parse(text)).Value);

    [Theory]
    [InlineData("0123456789ABCDEF0123456789abcdef01234567", true)]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", true)]
    [InlineData("0123456789abcdef0123456789abcdef0123456", false)]
    [InlineData("0123456", false)]
    public void Parse_Hexadecimal_IsACommitWhenItIsWhole(string text, bool commit)
    {
        var revision = Assert.IsType<Parsed<GitRevision>.Accepted>(GitRevision.Parse(text)).Value;

        Assert.Equal((commit, text.ToLowerInvariant()), (revision.IsCommit, revision.Source));
    }
}
