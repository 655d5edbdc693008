using ClickDeploy.SelfHost.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace ClickDeploy.Tests.SelfHost.Hosting;

/// <summary>A host of some function classes on a free port of the loopback address.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly FunctionsHost _host;

    private TestHost(FunctionsHost host)
    {
        _host = host;
        Client = new HttpClient { BaseAddress = new Uri(host.Urls.Single()), Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _host.Services;

    public static FunctionsApplicationBuilder Builder(IReadOnlyDictionary<string, string?>? settings, params Type[] functions)
    {
        var all = new Dictionary<string, string?> { ["PORT"] = "0", ["AzureFunctionsJobHost:extensions:http:routePrefix"] = "", ["ASPNETCORE_URLS"] = null };
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>())
        {
            all[name] = value;
        }

        return new FunctionsApplicationBuilder(new HostSetup { FunctionTypes = () => functions, Folders = [], Settings = all, Refuse = sentences => throw new StartRefused(sentences) });
    }

    public static Task<TestHost> Start(params Type[] functions) => Start(Builder(null, functions));

    public static async Task<TestHost> Start(FunctionsApplicationBuilder builder)
    {
        var host = (FunctionsHost)builder.Build();
        await host.StartAsync();
        return new TestHost(host);
    }

    /// <summary>The sentences with which a start is refused.</summary>
    public static async Task<IReadOnlyList<string>> Refusal(FunctionsApplicationBuilder builder)
    {
        await using var host = (FunctionsHost)builder.Build();
        return (await Assert.ThrowsAsync<StartRefused>(() => host.StartAsync())).Sentences;
    }

    public Task Stop() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        await _host.DisposeAsync();
    }

    public sealed class StartRefused(IReadOnlyList<string> sentences) : Exception(string.Join('\n', sentences))
    {
        public IReadOnlyList<string> Sentences { get; } = sentences;
    }
}
