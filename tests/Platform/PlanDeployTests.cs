using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Platform;

/// <summary>What the planner decides, carried out on this machine: no command is given, the repository tells all.</summary>
[Trait("Speed", "Slow")]
[Collection(nameof(RealPlatform)), Trait("Lane", "one")]
public sealed class PlanDeployTests
{
    [Fact]
    public async Task Deploy_WithNoCommandGiven_InstallsBuildsAndServes()
    {
        await using var platform = await PlatformProcess.Run(Settings.Fast);
        var project = await platform.Api.CreateProject("planned");
        using var python = SampleRepository.Of("python-hello");
        using var page = SampleRepository.Of("static-build");
        using var workspace = SampleRepository.Of("workspace");

        var hosts = await Task.WhenAll(Deploy("python", python), Deploy("page", page), Deploy("member", workspace, "/apps/api"));

        // The environment was made where the build was, and works where the release is.
        Assert.Matches("^python in .*/releases/[^ ]*/.venv$", await platform.Ask(hosts[0]));
        Assert.Equal(("the page", "about it", "the page"), (await platform.Ask(hosts[1]), await platform.Ask(hosts[1], "/about"), await platform.Ask(hosts[1], "/users/ada")));
        Assert.Equal(("the script", "status 404"), (await platform.Ask(hosts[1], "/assets/app.js"), await platform.Ask(hosts[1], "/assets/old.js")));
        Assert.Equal("hello from a member", await platform.Ask(hosts[2]));

        async Task<string> Deploy(string name, SampleRepository repository, string rootDir = "/")
        {
            var service = await platform.Api.CreateService(project.Id, name, repository.Url, rootDir: rootDir);
            await platform.Api.DeployLive(service.Id);
            return (await platform.Api.Service(service.Id)).Host;
        }
    }

    [Fact]
    public async Task Inspect_KilledMidway_IsAnsweredAfterwardsAndLeavesNothing()
    {
        await using var platform = await PlatformProcess.Run(Settings.Fast);
        using var repository = SampleRepository.Of("workspace");
        repository.Push("index.html", "");
        var looks = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => platform.Api.Inspect(repository.Url)));

        await platform.Kill();
        await platform.Start();

        foreach (var look in looks)
        {
            var seen = await platform.Api.Inspection(look.Id);
            Assert.Equal(("done", "Static files"), (seen.Status, seen.Technology));
        }

        await Eventually.Is(() => Task.FromResult(Leftovers.Of(platform.DataDirectory).Count() + Directory.GetDirectories(Path.Combine(platform.DataDirectory, "inspections")).Length), left => left == 0, "Nothing of the looks is left");
    }

    [Fact]
    public async Task Deploy_OfWhatThisMachineHasNoToolFor_NamesIt()
    {
        await using var platform = await PlatformProcess.Run(Settings.Fast);
        var project = await platform.Api.CreateProject("planned");
        using var repository = SampleRepository.Static();
        repository.Remove("index.html");
        repository.Push("pyproject.toml", "[project]\nname = \"bot\"\n");
        repository.Push("pdm.lock", "");
        repository.Push("bot.py", "");
        var service = await platform.Api.CreateService(project.Id, "bot", repository.Url);

        var ended = await platform.Api.End((await platform.Api.Deploy(service.Id)).Id);

        Assert.Equal(("failed", "tool_missing"), (ended.Status, ended.Error?.Code));
        Assert.Contains("no pdm", ended.Error!.Message);
        Assert.Contains("pipx install --global pdm", ended.Error.Fix);
    }
}
