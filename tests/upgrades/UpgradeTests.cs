using System.Formats.Tar;
using System.IO.Compression;
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

    private static async Task Restore(string release, string folder)
    {
        await using var file = File.OpenRead(Path.Combine(RepositoryRoot.Path, "tests", "upgrades", release + ".tar.gz"));
        await using var tar = new GZipStream(file, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(tar, folder, overwriteFiles: true);
    }
}
