using ClickDeploy.Core;
using ClickDeploy.Plans;
using ClickDeploy.Services;

namespace ClickDeploy.Tests.Shared.Plans;

public sealed class PlannerTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly string _root = Directory.CreateTempSubdirectory("planner-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("{\"name\":\"\\ud800\",\"scripts\":{\"\\udc00\":\"x\",\"start\":\"\\ud800\"},\"main\":\"\\u0000\"}")]
    [InlineData("{\"workspaces\":[\"**/**/**/**/**/**/**/**\",1,null,\"*a*a*a*a*a*a*a*a*a*b\"],\"scripts\":[],\"engines\":7,\"dependencies\":\"x\",\"packageManager\":{}}")]
    [InlineData("{\"scripts\":{\"start\":\"node .\"},\"scripts\":null}")]
    [InlineData("\u0000\u0001")]
    [InlineData("")]
    public void Plan_OddManifest_IsAPlanOrASentence(string manifest)
    {
        foreach (var file in new[] { "package.json", "deno.json", "composer.json", "apps/a/package.json", "angular.json" })
        {
            Write(file, manifest);
        }

        Write("apps/a/b/c/d/e/f/g/h/i/j/k/l/package.json", """{"dependencies":{"@angular/core":"1"},"scripts":{"build":"ng build"}}""");
        foreach (var directory in new[] { "/", "/apps/a", "/apps/a/b/c/d/e/f/g/h/i/j/k/l", "/.git", "/a\0b", "/" + new string('x', 4000) })
        {
            Assert.NotNull(Planner.Plan(new SourceTree(_root), new PlanRequest(directory)));
        }
    }

    [Fact]
    public void Plan_HugeOrDeepManifest_IsASentence()
    {
        Write("package.json", new string('[', 100_000));
        Assert.Equal("package_json_invalid", Refused().Failure.Code);

        Write("package.json", "{\"x\":\"" + new string('y', 2 << 20) + "\"}");
        Assert.Contains("larger than 1 MiB", Refused().Failure.Message);
    }

    [Fact]
    public void Plan_NotUtf8_IsReadAsFarAsItGoes()
    {
        Write("requirements.txt", "");
        File.WriteAllBytes(Path.Combine(_root, "requirements.txt"), [0xFF, 0xFE, (byte)'f', 0, (byte)'l', 0, (byte)'a', 0, (byte)'s', 0, (byte)'k', 0]);
        File.WriteAllBytes(Path.Combine(_root, "app.py"), [0xC3, 0x28, (byte)'\n', .. "app = Flask(__name__)"u8]);

        Assert.Equal("Flask", Planned(Service()).Technology);
    }

    [Fact]
    public void Plan_EveryFileIsNoise_NeverThrows()
    {
        var random = new Random(7);
        string[] files = ["package.json", "requirements.txt", "pyproject.toml", "Pipfile", "go.mod", "go.work", "a.csproj", "a.sln", "Cargo.toml", "Gemfile", "pom.xml", "deno.json", "Procfile", "Staticfile", "start.sh", "pnpm-workspace.yaml", "turbo.json", "angular.json", ".nvmrc", ".yarnrc.yml", "manage.py", "main.py"];
        for (var round = 0; round < 40; round++)
        {
            foreach (var file in files)
            {
                var bytes = new byte[random.Next(300)];
                random.NextBytes(bytes);
                Write(file, "");
                File.WriteAllBytes(Path.Combine(_root, file), bytes);
            }

            Assert.NotNull(Planner.Plan(new SourceTree(_root), new PlanRequest()));
            File.Delete(Path.Combine(_root, files[round % files.Length]));
        }
    }

    [Fact]
    public void Plan_LinksThatLeadToEachOther_AreNotThere()
    {
        File.CreateSymbolicLink(Path.Combine(_root, "package.json"), "other.json");
        File.CreateSymbolicLink(Path.Combine(_root, "other.json"), "package.json");
        Directory.CreateSymbolicLink(Path.Combine(_root, "apps"), ".");

        Assert.Equal("nothing_to_run", Refused().Failure.Code);
        Assert.Equal("nothing_to_run", Assert.IsType<PlanResult.Refused>(Planner.Plan(new SourceTree(_root), Service("/apps/apps/apps"))).Failure.Code);
    }

    [Theory]
    [InlineData("18", "18.20.1", true)]
    [InlineData("18", "20.1.0", false)]
    [InlineData(">=18 <21", "20.20.2", true)]
    [InlineData(">= 18 < 20", "20.20.2", false)]
    [InlineData("^18.2 || 20.x", "20.0.0", true)]
    [InlineData("^18.2", "18.1.9", false)]
    [InlineData("~18.2.1", "18.2.4", true)]
    [InlineData("16 - 18", "20.0.0", false)]
    [InlineData("16 - 18", "18.9.0", true)]
    [InlineData(">=3.10,<3.13", "3.13.5", false)]
    [InlineData("~=3.11", "3.13.1", true)]
    [InlineData("==3.12.*", "3.12.4", true)]
    [InlineData("!=3.12.*", "3.12.4", false)]
    [InlineData("^3.11", "3.13.5", true)]
    [InlineData("*", "1.0", true)]
    [InlineData("latest", "1.0", true)]
    public void IsMet_ReadsBothNotations(string wanted, string actual, bool met) => Assert.Equal(met, WantedVersions.IsMet(wanted, actual));

    [Fact]
    public void Lacking_NamesWhatToInstallAndWhatFor()
    {
        Write("package.json", """{"scripts":{"start":"node ."}}""");
        Write("pnpm-lock.yaml", "");

        var failure = PlanTools.Lacking(Planned(Service()), ["pnpm"]);

        Assert.Equal("tool_missing", failure?.Code);
        Assert.Equal("This machine has no pnpm, which Node needs here to install and start.", failure!.Message);
        Assert.Contains("npm install --global pnpm", failure.Fix);
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

    private PlanResult.Refused Refused() => Assert.IsType<PlanResult.Refused>(Planner.Plan(new SourceTree(_root), Service()));

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
