using System.Globalization;
using ClickDeploy.Tests.Platform;
using Xunit.Abstractions;

namespace ClickDeploy.Tests.ZeroDowntime;

/// <summary>Users of a service do not notice that it is deployed, its neighbours' users even less.</summary>
[Trait("Speed", "Slow")]
[Collection(nameof(RealPlatform)), Trait("Lane", "one")]
public sealed class ZeroDowntimeTests(ITestOutputHelper output)
{
    private const int Switches = 12;
    private const int PerSecond = 200;

    [Fact]
    public async Task Deploy_UnderLoad_FailsNoRequestAndCutsNoConnection()
    {
        await using var platform = await PlatformProcess.Run(new Dictionary<string, string> { ["DRAIN_SECONDS"] = "1", ["STOP_GRACE_SECONDS"] = "10" });
        using var repository = SampleRepository.Echo("1");
        using var other = SampleRepository.Echo("other");
        var project = await platform.Api.CreateProject("load");
        var (service, host) = await Live(platform, project.Id, "switched", repository);
        var (_, quiet) = await Live(platform, project.Id, "quiet", other);
        var (busy, _) = await Live(platform, project.Id, "busy", other);

        await using var neighbour = await HeldConnections.Open(platform, quiet);
        await using var load = new SteadyLoad(platform, host, PerSecond);
        using var enough = new CancellationTokenSource();
        var others = DeployUntil(platform, busy, enough.Token);
        for (var version = 2; version <= Switches + 1; version++)
        {
            await using var own = await HeldConnections.Open(platform, host);
            repository.Push(Text(version));
            var deployment = await platform.Api.Deploy(service);

            // The end of the drain comes after the switch: whoever sees the one must find the other done.
            await own.Ended();
            Assert.Equal("live", (await platform.Api.Deployment(deployment.Id)).Status);
            Assert.Equal(Text(version), await platform.Ask(host));
        }

        await load.Stop();
        await enough.CancelAsync();
        var deployedBeside = await others;
        output.WriteLine($"{load.Sent} requests, {load.PerSecond:0} a second, over {Switches} switches and {deployedBeside} deployments of another service; {load.Failures.Count} failed; the neighbour's connections carried {neighbour.Seen} messages");

        Assert.Empty(load.Failures);
        Assert.All(load.Answers.Keys, answer => Assert.InRange(int.Parse(answer, CultureInfo.InvariantCulture), 1, Switches + 1));
        Assert.True(load.Sent > 5 * PerSecond, $"Only {load.Sent} requests were sent: that shows nothing.");
        Assert.True(deployedBeside > 0, "No other service was deployed beside it.");
        Assert.True(neighbour.IsOpen, "The neighbour's connections were cut.");
        Assert.True(neighbour.Seen > 2 * Switches, $"The neighbour's connections carried only {neighbour.Seen} messages.");
    }

    private static async Task<(Guid Service, string Host)> Live(PlatformProcess platform, Guid project, string name, SampleRepository repository)
    {
        var service = await platform.Api.CreateService(project, name, repository.Url, SampleRepository.EchoCommand);
        await platform.Api.DeployLive(service.Id);
        return (service.Id, (await platform.Api.Service(service.Id)).Host);
    }

    private static async Task<int> DeployUntil(PlatformProcess platform, Guid service, CancellationToken enough)
    {
        var times = 0;
        for (; !enough.IsCancellationRequested; times++)
            await platform.Api.DeployLive(service);
        return times;
    }

    private static string Text(int version) => version.ToString(CultureInfo.InvariantCulture);
}
