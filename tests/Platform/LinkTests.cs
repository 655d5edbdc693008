namespace ClickDeploy.Tests.Platform;

/// <summary>Services that call each other by linked variables.</summary>
[Trait("Speed", "Slow")]
[Collection(nameof(RealPlatform)), Trait("Lane", "one")]
public sealed class LinkTests
{
    [Fact]
    public async Task Service_LinkedToAnother_CallsItBeforeAndAfterItsNextDeployment()
    {
        await using var platform = await PlatformProcess.Run(Settings.Fast);
        var project = await platform.Api.CreateProject("linked");
        using var repository = SampleRepository.Echo("1");
        var called = (await platform.Api.CreateService(project.Id, "called", repository.Url, SampleRepository.EchoCommand)).Id;
        var caller = (await platform.Api.CreateService(project.Id, "caller", repository.Url, SampleRepository.EchoCommand)).Id;
        await platform.Api.DeployLive(called);
        await platform.Api.LinkVariable(caller, "LINK", called);
        await platform.Api.DeployLive(caller);
        var host = (await platform.Api.Service(caller)).Host;
        Assert.Equal("1", await platform.Ask(host, "/linked"));

        // The called one is another process at another port then; who calls it is not deployed again.
        repository.Push("2");
        await platform.Api.DeployLive(called);
        Assert.Equal("2", await platform.Ask(host, "/linked"));
    }
}
