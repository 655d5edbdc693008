using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ClickDeploy.SelfHost.Http.Management;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.SelfHost.Hosting;
using ClickDeploy.Tests.Shared.Processes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.SelfHost.Http.Management;

/// <summary>A host whose Durable management API is asked through HTTP.</summary>
public abstract class ManagementTests : IAsyncLifetime
{
    private TestHost _host = null!;
    private string _code = "";

    protected HttpClient Client => _host.Client;

    public async Task InitializeAsync()
    {
        var builder = TestHost.Builder(new Dictionary<string, string?> { ["AzureFunctionsJobHost:extensions:durableTask:defaultVersion"] = "4" }, typeof(ManagementFunctions));
        builder.Services.AddSingleton<IStorage>(_ => SqliteStorage.InMemory(TimeProvider.System));
        builder.Services.AddKeyedSingleton<Func<HttpContext, RequestDelegate, Task<bool>>>(ManagementKey.Others, (_, _) => async (context, call) =>
        {
            var isAdmin = context.Request.Headers.Authorization == "Bearer admin";
            await (isAdmin ? call(context) : Task.CompletedTask);
            return isAdmin;
        });
        _host = await TestHost.Start(builder);
        _code = "code=" + _host.Services.GetRequiredService<ManagementKey>().Value;
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    protected string Url(string path, string more = "") => $"/{ManagementKey.Base}/{path}?{_code}{more}";

    protected Task<HttpResponseMessage> Post(string path, object? body, string more = "") =>
        Client.PostAsync(Url(path, more), body is null ? null : JsonContent.Create(body));

    protected async Task<HttpStatusCode> Do(string path, string more = "")
    {
        using var answer = await Post(path, null, more);
        return answer.StatusCode;
    }

    protected async Task Start(string id, string input)
    {
        using var started = await Post("orchestrators/Managed/" + id, input);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        await Eventually.Is(() => Client.GetFromJsonAsync<JsonElement>(Url("instances/" + id)), seen => Text(seen, "runtimeStatus") != "Pending", $"The start of {id}");
    }

    protected async Task<JsonElement> Until(string url, HttpStatusCode status, string? runtimeStatus = null)
    {
        var (_, body) = await Eventually.Is(
            async () =>
            {
                using var answer = await Client.GetAsync(url);
                return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
            },
            seen => seen.StatusCode == status && (runtimeStatus is null || Text(seen.Item2, "runtimeStatus") == runtimeStatus),
            $"{status} {runtimeStatus} at {url[..url.IndexOf('?', StringComparison.Ordinal)]}");
        return body;
    }

    protected static async Task<List<string>> Ids(HttpResponseMessage answer) =>
        [.. (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().Select(instance => Text(instance, "instanceId"))];

    protected async Task<int> Purged(string path, string more = "")
    {
        using var answer = await Client.DeleteAsync(Url(path, more));
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("instancesDeleted").GetInt32();
    }

    protected static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
