using ClickDeploy.Tests.Platform;

namespace ClickDeploy.Tests.Journeys;

/// <summary>A platform with the project <c>shop</c> of two services that were never deployed, <c>orders</c> and to its right <c>web</c>, and one that means harm.</summary>
public sealed class SampleProjects : IAsyncLifetime
{
    /// <summary>What a careless page would run.</summary>
    public const string Markup = "<img src=x onerror=window.taken=1>";

    private SampleRepository? _repository;
    private PlatformProcess? _platform;

    internal PlatformProcess Platform => _platform ?? throw new InvalidOperationException("The platform was not started.");

    /// <summary>Of the service <c>echo</c> in the project that is named <see cref="Markup"/>: live, and its commit's message is markup too.</summary>
    internal DeploymentAnswer Deployment { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _repository = SampleRepository.Echo();
        _repository.Push(Markup, "its name is in the commit's message");
        _platform = await PlatformProcess.Run(new Dictionary<string, string>(Settings.Fast) { ["WEB_ROOT"] = BrowserFixture.Page });
        var shop = await _platform.Api.CreateProject("shop");
        await _platform.Api.CreateService(shop.Id, "orders", "https://example.com/acme/orders");
        await _platform.Api.CreateService(shop.Id, "web", "https://example.com/acme/web", canvasX: 320);
        var harm = await _platform.Api.CreateProject(Markup);
        var service = await _platform.Api.CreateService(harm.Id, "echo", _repository.Url, SampleRepository.EchoCommand);
        Deployment = await _platform.Api.DeployLive(service.Id);
    }

    public async Task DisposeAsync()
    {
        if (_platform is not null)
            await _platform.DisposeAsync();
        _repository?.Dispose();
    }
}
