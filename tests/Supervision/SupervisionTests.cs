using System.Globalization;
using ClickDeploy.Clients.Caddy;
using ClickDeploy.Processes;
using ClickDeploy.Tests.Platform;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Supervision;

/// <summary>What is to run does run, whoever dies: an instance, the platform, the proxy.</summary>
[Trait("Speed", "Slow")]
[Collection(nameof(RealPlatform)), Trait("Lane", "two")]
public sealed class SupervisionTests : IAsyncLifetime
{
    private readonly SampleRepository _repository = SampleRepository.Echo();
    private PlatformProcess _platform = null!;
    private Guid _service;
    private string _host = "";

    public async Task InitializeAsync()
    {
        _platform = await PlatformProcess.Run(Settings.Fast);
        var project = await _platform.Api.CreateProject("kept");
        _service = (await _platform.Api.CreateService(project.Id, "web", _repository.Url, SampleRepository.EchoCommand)).Id;
        await _platform.Api.DeployLive(_service);
        _host = (await _platform.Api.Service(_service)).Host;
    }

    public async Task DisposeAsync()
    {
        await _platform.DisposeAsync();
        _repository.Dispose();
    }

    [Fact]
    public async Task Instance_IsKilled_RunsAgainBehindTheSameUrl()
    {
        var before = await Pid();
        _ = Libc.Kill(before, Libc.SigKill);

        await Answers("1");
        Assert.NotEqual(before, await Pid());
        await OneInstanceAndItsRoute();
        Assert.Equal("live", (await _platform.Api.Service(_service)).Status);
    }

    [Fact]
    public async Task Service_CrashesAgainAndAgain_IsStoppedAsFailedWithEvidence()
    {
        _repository.Push("crash-after-start", "yes");
        var deployment = await _platform.Api.DeployLive(_service);

        var failed = await Eventually.Is(() => _platform.Api.Service(_service), service => service.Status == "failed", "The end of the crash loop");
        Assert.Equal("crash_loop", failed.Failure?.Code);
        var evidence = (await _platform.Api.Deployment(deployment.Id)).Evidence;
        Assert.Contains("the sample ends as it was told to", evidence?.Output.Select(line => line.Text) ?? []);
        await Eventually.IsTrue(() => _platform.Data.Instances.Count == 0, "No instance is left");
        Assert.IsType<Route.Failed>((await _platform.Data.Routes())[_host]);
        Assert.Equal("status 503", await _platform.Ask(_host));

        // A new version is what mends it.
        _repository.Remove("crash-after-start");
        await _platform.Api.DeployLive(_service);
        await Answers("1");
        Assert.Equal("live", (await _platform.Api.Service(_service)).Status);
    }

    [Fact]
    public async Task Platform_IsTerminatedAndStarted_AdoptsWhatRuns()
    {
        var before = await Pid();
        await _platform.Terminate();
        Assert.Equal("1", await _platform.Ask(_host));

        await _platform.Start();

        // It supervises what it found, and did not start it anew.
        Assert.Equal(before, await Pid());
        _ = Libc.Kill(before, Libc.SigKill);
        await Answers("1");
        await OneInstanceAndItsRoute();
    }

    [Fact]
    public async Task Platform_IsInterrupted_StopsWorkloadsUntilItStartsAgain()
    {
        await _platform.InterruptIt();
        Assert.Empty(Leftovers.Processes(_platform.DataDirectory));

        await _platform.Start();

        await Answers("1");
        await OneInstanceAndItsRoute();
    }

    [Fact]
    public async Task Caddy_IsKilledAndStarted_ServesWhatItServed()
    {
        await _platform.Caddy.Kill();
        await _platform.Caddy.Start();

        await Answers("1");
    }

    [Fact]
    public async Task Caddy_ComesBackWithNothing_GetsItsConfigurationAgain()
    {
        await _platform.Caddy.Kill();
        Directory.Delete(Path.Combine(_platform.DataDirectory, "caddy"), recursive: true);
        Directory.Delete(Path.Combine(_platform.DataDirectory, "routes"), recursive: true);
        await _platform.Caddy.Start();

        await Answers("1");
        await OneInstanceAndItsRoute();
    }

    private async Task<int> Pid() => int.Parse(await _platform.Ask(_host, "/pid"), CultureInfo.InvariantCulture);

    private Task Answers(string version) => Eventually.Is(
        async () =>
        {
            try
            {
                return await _platform.Ask(_host);
            }
            catch (HttpRequestException refused)
            {
                return refused.Message;
            }
        },
        seen => seen == version,
        $"{_host} answers {version}");

    private Task OneInstanceAndItsRoute() => Eventually.Is(
        async () =>
        {
            var (instances, running, routes, addresses) = (_platform.Data.Instances, _platform.Data.RunningInstances, await _platform.Data.Routes(), await _platform.Data.Rows("addresses"));
            return (instances.Count, running.SequenceEqual(instances), routes.Count, addresses.Count, Routed: routes.GetValueOrDefault(_host) is Route.Instance { Address: var address } && addresses.Contains($"local / p|{address.Split(':')[1]}"));
        },
        seen => seen == (1, true, 1, 2, true),
        "One instance with one address and one route");
}
