using ClickDeploy.SelfHost.Http.Management;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ClickDeploy.SelfHost.Hosting;

/// <summary>The running application. A start that cannot be is refused with all its reasons at once.</summary>
internal sealed class FunctionsHost(WebApplication app, HostSetup setup) : IHost, IAsyncDisposable
{
    public IServiceProvider Services => app.Services;

    /// <summary>Where it listens, once it has started.</summary>
    public ICollection<string> Urls => app.Urls;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        IReadOnlyList<string> problems = [.. setup.Problems, .. InvalidOptions()];
        if (problems.Count > 0)
        {
            setup.Refuse(problems);
            return;
        }

        try
        {
            await app.StartAsync(cancellationToken);
            // Its own management API, for functions that read histories: known once the port is.
            app.Configuration[ManagementKey.Setting] ??= $"{app.Urls.First().TrimEnd('/')}/{ManagementKey.Base}?code={Services.GetRequiredService<ManagementKey>().Value}";
        }
        catch (Exception exception) when (StartRefusal.Sentences(exception) is { Count: > 0 } sentences)
        {
            setup.Refuse(sentences);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => app.StopAsync(cancellationToken);

    public void Dispose() => ((IDisposable)app).Dispose();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    // The inner host would log the exception with its stack before anybody could turn it into a sentence.
    private IReadOnlyList<string> InvalidOptions()
    {
        try
        {
            Services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (Exception exception) when (StartRefusal.Sentences(exception) is { Count: > 0 } sentences)
        {
            return sentences;
        }
    }
}
