using System.Diagnostics;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Platform;

/// <summary>
/// Small applications of <c>tests/samples/by</c>, each deployed by a package manager of its own, with nothing said about how: what they answer shows that
/// what they need was installed, and is found where the release is.
/// </summary>
[Trait("Speed", "Slow")]
[Collection(nameof(RealPlatform)), Trait("Lane", "one")]
public sealed class ManagerDeployTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Applications = new()
    {
        ["pnpm"] = "a minute has 60000 ms",
        ["yarn"] = "a minute has 60000 ms",
        ["yarn-pnp"] = "hello plug and play",
        ["bun"] = "a minute has 60000 ms",
        ["deno"] = "hello from deno",
        ["go"] = "hello from go",
        ["dotnet"] = "hello from appsettings.json",
        ["poetry"] = "greetings",
        ["pipenv"] = "greetings",
    };

    private PlatformProcess _platform = null!;

    public async Task InitializeAsync() => _platform = await PlatformProcess.Run(new Dictionary<string, string>(Settings.Fast) { ["TOOLS_PATH"] = Managers.SearchPath });

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Fact]
    public async Task Deploy_ByEachPackageManager_ServesWithoutTheCaches()
    {
        var project = await _platform.Api.CreateProject("managers");
        await Task.WhenAll(Applications.Keys.Select(sample => Deploy(project.Id, sample)));

        // A cache may go at any time, and no release may write into another's files through it.
        var linked = await Linked(Path.Combine(_platform.DataDirectory, "releases"));
        Assert.True(linked.Length == 0, $"Files of releases are links to others:\n{linked}");
        Directory.Delete(Path.Combine(_platform.DataDirectory, "cache"), recursive: true);
        var services = (await _platform.Api.OnlyProject()).Services;
        await Task.WhenAll(services.Select(service => _platform.Api.Command(service.Id, "stop")));
        foreach (var service in services)
        {
            await Eventually.Is(() => _platform.Ask(service.Host), said => said == "status 503", $"The end of {service.Name}");
            await _platform.Api.Command(service.Id, "start");
        }

        foreach (var service in services)
            await Eventually.Is(() => _platform.Ask(service.Host), said => said == Applications[service.Name], $"The answer of {service.Name}");
    }

    private async Task Deploy(Guid project, string sample)
    {
        using var repository = SampleRepository.Of($"by/{sample}");
        if (sample == "yarn-pnp")
            repository.PushCopy(Managers.Yarn, ".yarn/releases/yarn.cjs");
        var service = await _platform.Api.CreateService(project, sample, repository.Url);
        await _platform.Api.DeployLive(service.Id);
    }

    // The files that have another name somewhere.
    private static async Task<string> Linked(string folder)
    {
        using var find = Process.Start(new ProcessStartInfo("find", [folder, "-type", "f", "-links", "+1"]) { RedirectStandardOutput = true })!;
        return await find.StandardOutput.ReadToEndAsync();
    }
}
