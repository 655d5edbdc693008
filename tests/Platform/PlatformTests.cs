namespace ClickDeploy.Tests.Platform;

/// <summary>The whole way once: what every other test of whole platforms builds on.</summary>
[Trait("Speed", "Slow")]
[Collection(nameof(RealPlatform)), Trait("Lane", "one")]
public sealed class PlatformTests
{
    [Fact]
    public async Task Deploy_ARepository_AnswersAtItsUrlUntilItIsDeleted()
    {
        await using var platform = await PlatformProcess.Run(Settings.Fast);
        using var repository = SampleRepository.Echo();
        var project = await platform.Api.CreateProject("shop");
        var service = await platform.Api.CreateService(project.Id, "web", repository.Url, SampleRepository.EchoCommand);

        await platform.Api.DeployLive(service.Id);
        var host = (await platform.Api.Service(service.Id)).Host;
        Assert.Equal("1", await platform.Ask(host));

        repository.Push("2");
        await platform.Api.DeployLive(service.Id);
        Assert.Equal("2", await platform.Ask(host));

        await platform.Api.DeleteService(service.Id);
        await platform.Api.DeleteProject(project.Id, "shop");
        await platform.Data.NothingIsLeft();
        Assert.Equal("status 404", await platform.Ask(host));
    }
}
