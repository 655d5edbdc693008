using System.Reflection;
using ClickDeploy.Core;
using ClickDeploy.Functions;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.SelfHost.Hosting;
using ClickDeploy.Services;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Shared.Processes;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions;

/// <summary>The whole functions application on a free port of the loopback address, with a data folder of its own and its storage in memory.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly FunctionsHost _host;
    private readonly HttpClient _http;

    private TestApp(FunctionsHost host, string dataDirectory)
    {
        (_host, DataDirectory) = (host, dataDirectory);
        Url = new Uri(host.Urls.Single());
        // Cookies and redirects are the tests' own business.
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(60) };
    }

    public Uri Url { get; }

    public string DataDirectory { get; }

    public IServiceProvider Services => _host.Services;

    public HttpClient Http => _http;

    /// <param name="settings">Settings over those that a test needs.</param>
    /// <param name="replace">Services that replace the product's: registered first, and the product only adds what is not there.</param>
    /// <param name="around">What is put around the functions beside the product's own middleware.</param>
    /// <param name="outside">The same, outside the product's own.</param>
    public static async Task<TestApp> Start(IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? replace = null, Action<FunctionsApplicationBuilder>? around = null, Action<FunctionsApplicationBuilder>? outside = null)
    {
        var data = Directory.CreateTempSubdirectory("edge-test-").FullName;
        var builder = Builder(data, settings, replace, outside);
        around?.Invoke(builder);
        var host = (FunctionsHost)builder.Build();
        await host.StartAsync();
        return new TestApp(host, data);
    }

    /// <summary>The sentences with which a start is refused.</summary>
    public static async Task<IReadOnlyList<string>> Refusal(IReadOnlyDictionary<string, string?> settings)
    {
        var data = Directory.CreateTempSubdirectory("edge-test-").FullName;
        try
        {
            await using var host = (FunctionsHost)Builder(data, settings, replace: null).Build();
            return (await Assert.ThrowsAsync<StartRefused>(() => host.StartAsync())).Sentences;
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>Calls as that user, with a token in the header.</summary>
    public Caller As(string org, params Role[] roles) => new(_http, Token(org, roles));

    public Caller AsOwner(string org) => As(org, Role.Owner);

    /// <summary>Calls with that text where a token belongs; null: without.</summary>
    public Caller With(string? token) => new(_http, token);

    public string Token(string org, params Role[] roles) => Services.GetRequiredService<SessionTokens>().Issue(new CurrentUser(new OrgId(org), "ada", roles));

    /// <summary>Gives the service to an operation that never ends: others wait.</summary>
    public async Task Occupy(ServiceRef service)
    {
        var stop = new ServiceCommandInput(service, OperationKind.Stop, 1_000_000);
        await Services.GetRequiredService<DurableTaskClient>().ScheduleNewOrchestrationInstanceAsync(nameof(StopService), stop, new StartOrchestrationOptions(stop.OperationId, DateTimeOffset.UtcNow.AddDays(1)));
        await Services.GetRequiredService<ServiceStateStore>().Change(service, state => state with { Operation = new(stop.OperationId, stop.Kind) });
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.StopAsync();
        await _host.DisposeAsync();
        await Eventually.IsTrue(Deleted, $"The end of {DataDirectory}");
    }

    // A job that was told to end may still write.
    private bool Deleted()
    {
        try
        {
            Directory.Delete(DataDirectory, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return !Directory.Exists(DataDirectory);
        }
    }

    private static FunctionsApplicationBuilder Builder(string data, IReadOnlyDictionary<string, string?>? settings, Action<IServiceCollection>? replace, Action<FunctionsApplicationBuilder>? outside = null)
    {
        var all = new Dictionary<string, string?>
        {
            ["PORT"] = "0",
            ["ASPNETCORE_URLS"] = null,
            ["AzureFunctionsJobHost:extensions:http:routePrefix"] = "",
            ["DATA_DIR"] = data,
            ["DATABASE_URL"] = null,
            ["AzureWebJobsStorage"] = null,
            ["BASE_DOMAIN"] = "localhost",
            ["PROXY_PORT"] = "8080",
            ["WEB_ROOT"] = Path.Combine(data, "web"),
            // Nobody listens there.
            ["CADDY_ADMIN_URL"] = "http://127.0.0.1:1",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>())
        {
            all[name] = value;
        }

        var builder = new FunctionsApplicationBuilder(new HostSetup { FunctionTypes = FunctionTypes, Folders = [], Settings = all, Refuse = sentences => throw new StartRefused(sentences) });
        replace?.Invoke(builder.Services);
        if (all["DATABASE_URL"] is null && all["AzureWebJobsStorage"] is null && !builder.Services.Any(service => service.ServiceType == typeof(IStorage)))
        {
            builder.Services.AddSingleton<IStorage>(services => SqliteStorage.InMemory(services.GetRequiredService<TimeProvider>()));
        }

        outside?.Invoke(builder);
        Program.Configure(builder);
        return builder;
    }

    private static IEnumerable<Type> FunctionTypes() => [.. typeof(Program).Assembly.GetTypes(), .. Assembly.Load("ClickDeploy.Orchestrations").GetTypes()];

    public sealed class StartRefused(IReadOnlyList<string> sentences) : Exception(string.Join('\n', sentences))
    {
        public IReadOnlyList<string> Sentences { get; } = sentences;
    }
}
