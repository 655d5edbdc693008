using System.Runtime.CompilerServices;
using ClickDeploy.Core;
using ClickDeploy.Processes;
using ClickDeploy.Targets;
using ClickDeploy.Targets.Local;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Shared.Targets.Local;

public sealed class LocalRulesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Plan_OfACommand_IsTheOneArgumentOfAShell()
    {
        var plan = LocalRules.Plan(Spec(new Workload.Command("npm start; $(x)")), "127.0.0.1:20017", "/instances/x", new LocalTargetOptions());

        Assert.Equal(["/bin/sh", "-c", "npm start; $(x)"], plan.Command);
        Assert.Equal("20017", plan.Environment["PORT"].Reveal());
        Assert.Equal("127.0.0.1", plan.Environment["HOST"].Reveal());
        Assert.Equal("secret", plan.Environment["TOKEN"].Reveal());
        Assert.Equal(new RunLimits(2, 1 << 30, 512), plan.Limits);
    }

    [Fact]
    public void Plan_OfAWorker_HasNoPort() =>
        Assert.Equal(["TOKEN"], LocalRules.Plan(Spec(new Workload.Command("work")), null, "/instances/x", new LocalTargetOptions()).Environment.Keys);

    [Fact]
    public void Plan_OfStaticFiles_IsCaddyWithoutTheUsersVariables()
    {
        _folder.Make("public");
        var plan = LocalRules.Plan(Spec(new Workload.StaticFiles("public")), "127.0.0.1:20017", "/instances/x", new LocalTargetOptions());

        Assert.Equal(["/usr/bin/caddy", "run", "--config", "/instances/x/caddy.json"], plan.Command);
        Assert.Empty(plan.Environment);
        Assert.Equal(StaticSite.Configuration(_folder.File("public"), "127.0.0.1:20017"), plan.Files["caddy.json"]);
    }

    // To see the change of a change: delete the file and run the test, it is written anew (and the test fails once).
    [Fact]
    public void Configuration_OfStaticFiles_IsTheGoldenFile()
    {
        var made = StaticSite.Configuration("/releases/one/public", "127.0.0.1:20017") + "\n";
        var golden = Path.Combine(Folder(), "static-site.golden.json");
        if (!File.Exists(golden))
        {
            File.WriteAllText(golden, made);
            Assert.Fail($"{golden} was not there and has been written: read it, and run again.");
        }

        Assert.Equal(File.ReadAllText(golden), made);
    }

    [Fact]
    public void Misses_Caddy_NamesTheSetting() =>
        Assert.Contains("CADDY_PATH", LocalRules.Misses(Spec(new Workload.StaticFiles()), new LocalTargetOptions { CaddyPath = "/nowhere/caddy" }));

    [Fact]
    public void Misses_WhatTheBuildDidNotMake_NamesTheField() =>
        Assert.Contains("\"dist\", which is to be served, is not there after the build. Set the output directory", LocalRules.Misses(Spec(new Workload.StaticFiles("dist")), new LocalTargetOptions()));

    [Fact]
    public void Misses_NothingThatIsThere() => Assert.Null(LocalRules.Misses(Spec(new Workload.Command("true")), new LocalTargetOptions()));

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public void Refuses_ACommandWithoutText(string line) => Assert.Contains("start command", LocalRules.Refuses(Spec(new Workload.Command(line))));

    [Fact]
    public void Path_ThroughALink_IsWhereTheLinkLeads()
    {
        var release = _folder.Make("release");
        var outside = _folder.Make("outside/deep");
        _folder.Make("release/inside");
        Directory.CreateSymbolicLink(Path.Combine(release, "out"), _folder.File("outside"));
        Directory.CreateSymbolicLink(Path.Combine(release, "in"), "inside");
        Directory.CreateSymbolicLink(Path.Combine(release, "loop"), "loop");

        Assert.Null(ReleasePath.Find(release, "out"));
        Assert.Null(ReleasePath.Find(release, "out/deep"));
        Assert.Null(ReleasePath.Find(release, "loop"));
        Assert.Null(ReleasePath.Find(release, "missing"));
        Assert.NotNull(ReleasePath.Find(release, "in"));
        Assert.NotNull(ReleasePath.Find(release, ""));
        Assert.False(ReleasePath.IsWithin(release, outside));
        Assert.False(ReleasePath.IsWithin(release, release + "-other"));
    }

    [Fact]
    public void StrayLink_IsFoundInAnyDepth()
    {
        var release = _folder.Make("release");
        _folder.Make("release/a/b");
        File.CreateSymbolicLink(Path.Combine(release, "a/fine"), "b");
        Assert.Null(StaticSite.StrayLink(release, release));

        File.CreateSymbolicLink(Path.Combine(release, "a/b/passwd"), "/etc/passwd");

        Assert.Equal("a/b/passwd", StaticSite.StrayLink(release, release));
    }

    [Theory]
    [InlineData(3, 3, 10, "o0 o1 o2 e0 e1 e2")]
    [InlineData(3, 3, 4, "o1 o2 e1 e2")]
    [InlineData(9, 1, 4, "o6 o7 o8 e0")]
    [InlineData(1, 9, 4, "o0 e6 e7 e8")]
    [InlineData(3, 3, 1, "e2")]
    [InlineData(3, 0, 2, "o1 o2")]
    [InlineData(3, 3, 0, "")]
    public void Tail_OfTwoFiles_GivesEachItsShare(int stdout, int stderr, int lines, string expected)
    {
        var joined = LocalTail.Join([.. Enumerable.Range(0, stdout).Select(number => $"o{number}")], [.. Enumerable.Range(0, stderr).Select(number => $"e{number}")], lines);

        Assert.Equal(expected, string.Join(' ', joined.Select(line => line.Text)));
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private InstanceSpec Spec(Workload workload) => new()
    {
        Id = new InstanceId(Guid.NewGuid()),
        Service = new ServiceId(Guid.NewGuid()),
        Release = _folder.Path,
        Workload = workload,
        Port = 3000,
        Environment = new Dictionary<string, Sensitive<string>> { ["TOKEN"] = new("secret") },
        Limits = new InstanceLimits(2, 1 << 30),
    };
}
