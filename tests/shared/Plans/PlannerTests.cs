using ClickDeploy.Core;
using ClickDeploy.Plans;
using ClickDeploy.Services;

namespace ClickDeploy.Tests.Shared.Plans;

public sealed class PlannerTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly string _root = Directory.CreateTempSubdirectory("planner-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Plan_NodeWithLockAndBuild_IsInstalledBuiltAndStartedByNpm()
    {
        Write("package.json", """{"scripts":{"start":"node .","build":"tsc"}}""");
        Write("package-lock.json", "{}");

        var plan = Planned(Service());

        Assert.Equal(("node", "npm ci", "npm run build", "npm run start"), (plan.Provider, plan.Install, plan.Build, plan.Start));
        Assert.Equal("package.json", plan.DecidedBy);
    }

    [Fact]
    public void Plan_NodeWithoutLock_IsInstalledByNpmInstall()
    {
        Write("package.json", """{"scripts":{"start":"node ."}}""");

        Assert.Equal(("npm install", null), (Planned(Service()).Install, Planned(Service()).Build));
    }

    [Fact]
    public void Plan_IndexPage_IsServedAsItIs()
    {
        Write("site/index.html", "<h1>hello</h1>");

        var plan = Planned(Service(rootDir: "/site"));

        Assert.Equal(("static", "site", null, null), (plan.Provider, plan.Directory, plan.Start, plan.Install));
    }

    [Fact]
    public void Plan_IndexPageWithToolsBesideIt_IsServedAsItIs()
    {
        Write("index.html", "<h1>hello</h1>");
        Write("package.json", """{"devDependencies":{"prettier":"1"}}""");

        Assert.Equal("static", Planned(Service()).Provider);
    }

    [Fact]
    public void Plan_OwnCommands_WinEachByItself()
    {
        Write("package.json", """{"scripts":{"start":"node .","build":"tsc"}}""");

        var plan = Planned(Service() with { StartCommand = "node other.js", BuildCommand = "make" });

        Assert.Equal(("npm install", "make", "node other.js"), (plan.Install, plan.Build, plan.Start));
    }

    [Fact]
    public void Plan_StartCommandAlone_RunsWithNothingFound()
    {
        Write("server.py", "");

        var plan = Planned(Service() with { StartCommand = "python3 server.py" });

        Assert.Equal(("commands", "python3 server.py", null, null), (plan.Provider, plan.Start, plan.Install, plan.Build));
    }

    [Fact]
    public void Plan_StartCommandOverAnIndexPage_IsStarted()
    {
        Write("index.html", "");

        Assert.Equal("node serve.js", Planned(Service() with { StartCommand = "node serve.js" }).Start);
    }

    [Theory]
    [InlineData(null, null, "/", "nothing_to_run", "package.json and index.html")]
    [InlineData("package.json", """{"scripts":{"test":"x"}}""", "/", "no_start_command", "no start script")]
    [InlineData("package.json", """{"scripts":{"start":""}}""", "/", "no_start_command", "no start script")]
    [InlineData("package.json", "{\n \"scripts\": {,}\n}", "/", "package_json_invalid", "line 2")]
    [InlineData("package.json", "[]", "/", "package_json_invalid", "not a JSON object")]
    [InlineData("api/package.json", "{}", "/web", "root_directory_missing", "no directory /web")]
    public void Plan_NothingThatRuns_SaysWhatWasLookedForAndWhatToSet(string? file, string? text, string rootDir, string code, string words)
    {
        if (file is not null)
        {
            Write(file, text!);
        }

        var refused = Assert.IsType<PlanResult.Refused>(Planner.Plan(new SourceTree(_root), Service(rootDir)));

        Assert.Equal(code, refused.Failure.Code);
        Assert.Contains(words, refused.Failure.Message);
        Assert.NotEmpty(refused.Failure.Fix);
    }

    [Fact]
    public void Plan_LinkThatLeavesTheRepository_IsNotFollowed()
    {
        var outside = Directory.CreateTempSubdirectory("outside-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(outside, "package.json"), """{"scripts":{"start":"node ."}}""");
            File.CreateSymbolicLink(Path.Combine(_root, "package.json"), Path.Combine(outside, "package.json"));
            Directory.CreateSymbolicLink(Path.Combine(_root, "sub"), outside);

            Assert.IsType<PlanResult.Refused>(Planner.Plan(new SourceTree(_root), Service()));
            Assert.IsType<PlanResult.Refused>(Planner.Plan(new SourceTree(_root), Service("/sub")));
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Fact]
    public void Plan_LinkInsideTheRepository_IsFollowed()
    {
        Write("real/package.json", """{"scripts":{"start":"node ."}}""");
        Directory.CreateSymbolicLink(Path.Combine(_root, "app"), "real");

        Assert.Equal("node", Planned(Service("/app")).Provider);
    }

    private BuildPlan Planned(Service service) => Assert.IsType<PlanResult.Planned>(Planner.Plan(new SourceTree(_root), service)).Plan;

    private void Write(string file, string text)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static Service Service(string rootDir = "/") => new()
    {
        Org = new("acme"),
        Project = new(Guid.NewGuid()),
        Id = new(Guid.NewGuid()),
        Name = "web",
        GitSource = new("https://example.com/repo.git", null, rootDir),
        CreatedAt = Now,
        UpdatedAt = Now,
    };
}
