using System.Formats.Tar;
using System.IO.Compression;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Platform;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Upgrades;

/// <summary>Today's code on the data of an earlier release: what was live is live, what was under way ends, and what comes next works.</summary>
[Trait("Speed", "Slow")]
[Collection(nameof(RealPlatform)), Trait("Lane", "two")]
public sealed class UpgradeTests
{
    [Fact]
    public async Task Issue2_InTheMiddleOfADeployment_EndsItAndDeploysAgain()
    {
        await using var platform = await PlatformProcess.Prepare(Settings.Fast);
        await Restore("issue-2", platform.DataDirectory);
        using var repository = SampleRepository.Echo("3");

        await platform.Start();

        var service = (await platform.Api.OnlyProject()).Services.Single().Id;
        var deployments = await Eventually.Is(() => platform.Api.Deployments(service), found => found.All(deployment => deployment.IsOver), "The end of the deployment that was under way");
        Assert.Equal([(2, "live"), (1, "live")], deployments.Select(deployment => (deployment.Number, deployment.Status)));
        var host = (await platform.Api.Service(service)).Host;
        Assert.Equal("2", await platform.Ask(host));
        Assert.Contains(await platform.Api.Logs(deployments[0].Id), line => line.EndsWith("] Live", StringComparison.Ordinal));

        // Where it was made, the repository was elsewhere.
        await platform.Api.ChangeSource(service, repository.Url);
        await platform.Api.DeployLive(service);
        Assert.Equal("3", await platform.Ask(host));

        await Eventually.Is(platform.Data.IsIdle, idle => idle, "The end of all operations");
        await platform.Api.End((await platform.Api.Rollback(service, deployments[1].Id)).Id);
        Assert.Equal("1", await platform.Ask(host));
    }

    [Fact]
    public async Task Issue3_WithVariablesALinkAndAFailureBehindIt_GoesOn()
    {
        await using var platform = await PlatformProcess.Prepare(Settings.Fast);
        await Restore("issue-3", platform.DataDirectory);
        using var repository = SampleRepository.Echo("3");

        await platform.Start();

        var services = (await platform.Api.OnlyProject()).Services.ToDictionary(service => service.Name, service => service.Id);
        var web = await Eventually.Is(() => platform.Api.Deployments(services["web"]), found => found.All(deployment => deployment.IsOver), "The end of the deployment that was under way");
        Assert.Equal([(2, "failed"), (1, "live")], web.Select(deployment => (deployment.Number, deployment.Status)));
        Assert.Equal("repository_not_found", web[0].Error!.Code);
        Assert.Equal([(2, "failed"), (1, "live")], (await platform.Api.Deployments(services["api"])).Select(deployment => (deployment.Number, deployment.Status)));
        var host = (await platform.Api.Service(services["web"])).Host;
        await Eventually.Is(() => platform.Ask(host), answer => answer == "1, kept", "What was live before the power cut");
        await Eventually.Is(async () => await platform.Ask((await platform.Api.Service(services["api"])).Host), answer => answer == "1", "The other service");

        // Where it was made, the repository was elsewhere, and the proxy listened at another port.
        await platform.Api.ChangeSource(services["web"], repository.Url);
        await platform.Api.DeployLive(services["web"]);
        Assert.Equal(("3, kept", "1"), (await platform.Ask(host), await platform.Ask(host, "/linked")));
        Assert.Equal("kept", (await platform.Api.Variables(services["web"]))["STAGE"]);
    }

    [Fact]
    public async Task Issue4_InTheMiddleOfFourOperations_EndsThemAndDeploysAgain()
    {
        await using var platform = await PlatformProcess.Prepare(Settings.Fast);
        await Restore("issue-4", platform.DataDirectory);
        await using (var storage = SqliteStorage.Open(Path.Combine(platform.DataDirectory, "clickdeploy.db"), TimeProvider.System))
        {
            var messages = await storage.Queue("notes").Receive(2, TimeSpan.FromSeconds(1));
            Assert.Equal([("taken once", 2), ("never taken", 1)], messages.Select(message => (message.Body, message.DequeueCount)));
        }

        using var repository = SampleRepository.Echo("5");

        await platform.Start();

        await Eventually.Is(platform.Data.IsIdle, idle => idle, "The end of all operations");
        // The other project's deletion, and its service's below it, were under way.
        var services = (await platform.Api.OnlyProject()).Services.ToDictionary(service => service.Name, service => service.Id);
        var web = await platform.Api.Deployments(services["web"]);
        Assert.Equal([(4, "live"), (3, "live"), (2, "live"), (1, "live")], web.Select(deployment => (deployment.Number, deployment.Status)));
        var built = await platform.Api.Operation(web[1].Id);
        Assert.Equal(("live", true), (built.Status, built.TraceId is { Length: 32 }));
        var host = (await platform.Api.Service(services["web"])).Host;
        Assert.Equal("1, kept", await platform.Ask(host));
        // An administrator had terminated #2 in the middle of its build.
        Assert.Equal([(2, "failed"), (1, "live")], (await platform.Api.Deployments(services["api"])).Select(deployment => (deployment.Number, deployment.Status)));
        await Eventually.Is(async () => await platform.Ask((await platform.Api.Service(services["api"])).Host), answer => answer == "1", "The other service");

        // Where it was made, the repository was elsewhere.
        foreach (var service in services.Values)
        {
            await platform.Api.ChangeSource(service, repository.Url);
            await platform.Api.Change(service, new { build_command = (string?)null });
            await platform.Api.DeployLive(service);
            Assert.StartsWith("5", await platform.Ask((await platform.Api.Service(service)).Host), StringComparison.Ordinal);
        }
    }

    internal static async Task Restore(string release, string folder)
    {
        await using var file = File.OpenRead(Path.Combine(RepositoryRoot.Path, "tests", "upgrades", release + ".tar.gz"));
        await using var tar = new GZipStream(file, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(tar, folder, overwriteFiles: true);
    }
}
