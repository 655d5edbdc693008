using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Platform;

/// <summary>Builds as nobody should write them, and builds that end where no build should.</summary>
[Trait("Speed", "Slow")]
[Collection(nameof(RealPlatform)), Trait("Lane", "one")]
public sealed class BuildRobustnessTests : IAsyncLifetime
{
    private readonly SampleRepository _repository = SampleRepository.Static();
    private PlatformProcess _platform = null!;

    public async Task InitializeAsync() => _platform = await PlatformProcess.Run(new Dictionary<string, string>(Settings.Fast) { ["TOOLS_PATH"] = Managers.SearchPath });

    public async Task DisposeAsync()
    {
        await _platform.DisposeAsync();
        _repository.Dispose();
    }

    [Fact]
    public async Task Install_KilledMidway_LeavesNoCacheThatTheNextStumblesOver()
    {
        var project = await _platform.Api.CreateProject("killed");
        using var npm = SampleRepository.Of("node-hello");
        using var pnpm = SampleRepository.Of("by/pnpm");
        using var go = SampleRepository.Of("by/go");
        var services = new List<(ServiceAnswer Service, DeploymentAnswer Deployment)>();
        foreach (var (name, repository) in new[] { ("npm", npm), ("pnpm", pnpm), ("go-builds", go) })
        {
            var service = await _platform.Api.CreateService(project.Id, name, repository.Url);
            services.Add((service, await _platform.Api.Deploy(service.Id)));
        }

        await Task.WhenAll(services.Select(async each =>
        {
            var cache = Path.Combine(_platform.DataDirectory, "cache", each.Service.Name);
            await Eventually.Is(() => Task.FromResult(Directory.Exists(cache)), there => there, $"{each.Service.Name} has begun to fill its cache");
            await _platform.Api.Cancel(each.Deployment.Id);
            Assert.Contains((await _platform.Api.End(each.Deployment.Id)).Status, (string[])["cancelled", "live"]);
        }));

        await Task.WhenAll(services.Select(each => _platform.Api.DeployLive(each.Service.Id)));
    }

    [Fact]
    public async Task Build_ThatIsCancelled_EndsWithAllItsProcesses()
    {
        var service = await Service("trap '' TERM INT HUP; (setsid sh -c 'trap \"\" TERM INT HUP; touch up; sleep 300; sleep 300' &); while [ ! -e up ]; do sleep 0.05; done; echo all up; sleep 300; sleep 300");
        var deployment = await _platform.Api.Deploy(service);
        await Eventually.Is(() => _platform.Api.Logs(deployment.Id), log => log.Contains("[build] all up"), "The build runs");

        await _platform.Api.Cancel(deployment.Id);

        Assert.Equal("cancelled", (await _platform.Api.End(deployment.Id)).Status);
        Assert.Empty(Leftovers.Processes(_platform.DataDirectory));
    }

    [Fact]
    public async Task Build_ThatLeavesADaemonAndFloodsItsLog_IsLiveWithoutTheDaemonAndSaysThatTheLogIsCut()
    {
        var service = await Service("(setsid sh -c 'trap \"\" TERM INT HUP; touch up; sleep 300; sleep 300' &); while [ ! -e up ]; do sleep 0.05; done; yes 'a line of a build that has much to say' | head -c 1073741824");

        var live = await _platform.Api.DeployLive(service);

        Assert.DoesNotContain(Leftovers.Processes(_platform.DataDirectory), process => process.Contains("touch up") || process.Contains(": sleep"));
        Assert.Single(await _platform.Api.Warnings(live.Id), warning => warning == "The log has reached its size limit; what follows is not kept.");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_platform.DataDirectory, "builds")));
    }

    private async Task<Guid> Service(string build)
    {
        var project = await _platform.Api.CreateProject("odd");
        var service = await _platform.Api.CreateService(project.Id, "odd", _repository.Url);
        await _platform.Api.Change(service.Id, new { build_command = build });
        return service.Id;
    }
}
