using ClickDeploy.Alerts;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Logs;
using ClickDeploy.Orchestrations.Cleanup;
using ClickDeploy.Releases;
using ClickDeploy.Tests.Orchestrations.World;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Orchestrations.Deployments;

public sealed class RetentionTests(SampleSource source) : IClassFixture<SampleSource>
{
    [Fact]
    public async Task Deployments_BeyondTheLimit_GoWithTheirLogsButForThoseWithARelease()
    {
        await using var world = new SagaWorld(source.Url);
        world.Read(services => Task.FromResult(services.GetRequiredService<IOptions<DeploymentOptions>>().Value)).KeptDeployments = 3;
        var live = world.Deploy();
        world.Target.EndsAtOnce = true;
        var failed = Enumerable.Range(0, 5).Select(_ => world.Deploy()).ToList();

        var numbers = world.Read(services => services.GetRequiredService<DeploymentStore>().List(world.Service).Select(deployment => deployment.Number).ToListAsync().AsTask());

        Assert.Equal([6, 5, 4, 1], numbers);
        Assert.Equal(live.Instance, world.Serving());
        Assert.NotEmpty(Log(world, failed[^1]));
        Assert.Empty(Log(world, failed[0]));
        Assert.Null(world.Read(services => services.GetRequiredService<EvidenceStore>().Find(failed[0].Ref)));
        Assert.Null(world.Read(services => services.GetRequiredService<DeploymentStore>().Find(world.Service.OrgId, failed[0].Ref.Id)));
        world.Target.EndsAtOnce = false;
        Assert.Equal(7, world.Deploy().Number);
    }

    [Fact]
    public async Task CleanUp_TrimsCachesByTheirBudget_TheLeastRecentlyUsedFirst_AndNeverDuringABuild()
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();
        var options = world.Read(services => Task.FromResult(services.GetRequiredService<IOptions<ReleaseOptions>>().Value));
        options.CacheBytes = 2_500;
        foreach (var (index, name) in new[] { "old", "older", "new" }.Index())
        {
            var file = Path.Combine(Directory.CreateDirectory(Path.Combine(options.DataDirectory, "cache", name)).FullName, "file");
            File.WriteAllBytes(file, new byte[1_000]);
            var used = DateTime.UtcNow.AddDays(name switch { "older" => -3, "old" => -2, _ => -1 });
            File.SetLastWriteTimeUtc(file, used);
            Directory.SetLastWriteTimeUtc(Path.GetDirectoryName(file)!, used);
        }

        var build = Directory.CreateDirectory(Path.Combine(options.DataDirectory, "builds", "some"));
        world.Run(nameof(CleanUp), "", "cleanup");
        Assert.Equal(3, world.Entries("cache").Count());

        build.Delete();
        world.Run(nameof(CleanUp), "", "cleanup");
        Assert.Equal(["new", "old"], world.Entries("cache").Select(path => Path.GetFileName(path)).Order());
    }

    [Fact]
    public async Task CleanUp_RemovesAlertsThatWereOverLongAgo()
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();
        foreach (var subject in new[] { "over", "open" })
        {
            world.Do(async services =>
            {
                await services.GetRequiredService<AlertStore>().Raise(world.Service.OrgId, AlertKind.Limit90Percent, subject, subject, "");
                return true;
            });
        }

        world.Do(async services =>
        {
            await services.GetRequiredService<AlertStore>().Close(world.Service.OrgId, AlertKind.Limit90Percent, "over");
            return true;
        });
        world.Pass(TimeSpan.FromDays(46));
        world.Pass(TimeSpan.FromDays(46));

        world.Run(nameof(CleanUp), "", "cleanup");

        Assert.Equal("open", Assert.Single(world.Alerts()).Message);
    }

    private static IReadOnlyList<LogEntry> Log(SagaWorld world, Deployment deployment) =>
        world.Read(services => services.GetRequiredService<LogStore>().Read(LogStream.Of(deployment.Ref), 0).Next());
}
