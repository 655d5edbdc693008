using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Platform;

/// <summary>The HTTP API as a script would call it, with the few members that tests need. An answer that is no success is an <see cref="ApiException"/>.</summary>
internal sealed class Api(Func<Uri> address) : IDisposable
{
    private const string Base = "/v1/click-deploy";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1) }) { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>By development mode's token, which outlives a restart of the platform.</summary>
    public async Task SignIn(string org = "dev", string user = "tester", string role = "owner")
    {
        var answer = await Post<TokenAnswer>("/dev/token", new { org, user, roles = new[] { role } });
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", answer.Token);
    }

    public Task<ProjectAnswer> CreateProject(string name) => Post<ProjectAnswer>($"{Base}/projects", new { name });

    /// <summary>A service by the repository's address. The branch is the repository's default.</summary>
    public Task<ServiceAnswer> CreateService(Guid project, string name, string url, string? startCommand = null, int? port = 8080, string? healthCheckPath = null, int canvasX = 0, string rootDir = "/", int canvasY = 0) =>
        Post<ServiceAnswer>($"{Base}/projects/{project}/services", new { name, git_source = new { url, root_dir = rootDir }, start_command = startCommand, port, health_check_path = healthCheckPath, instance_size = "small", canvas_x = canvasX, canvas_y = canvasY });

    /// <summary>Begins a look at a repository and does not wait for it.</summary>
    public Task<InspectionAnswer> Inspect(string url) => Post<InspectionAnswer>($"{Base}/git/inspect?wait=0", new { git_source = new { url } });

    /// <summary>Waits for the end of it.</summary>
    public Task<InspectionAnswer> Inspection(Guid id) => Get<InspectionAnswer>($"{Base}/git/inspections/{id}?wait=25");

    public Task<ServiceAnswer> Service(Guid service) => Get<ServiceAnswer>($"{Base}/services/{service}");

    /// <summary>Changes fields of a service, as somebody else would.</summary>
    public Task Change(Guid service, object fields) => Send(HttpMethod.Patch, $"{Base}/services/{service}", fields);

    public Task<DeploymentAnswer> Deploy(Guid service) => Post<DeploymentAnswer>($"{Base}/services/{service}/deploy", new { });

    public Task<DeploymentAnswer> Deployment(Guid deployment) => Get<DeploymentAnswer>($"{Base}/deployments/{deployment}");

    public Task<OperationAnswer> Operation(Guid id) => Get<OperationAnswer>($"{Base}/operations/{id}");

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<DeploymentAnswer>> Deployments(Guid service) => (await Get<ListAnswer<DeploymentAnswer>>($"{Base}/services/{service}/deployments")).Items;

    public async Task<ProjectContents> OnlyProject() => await Get<ProjectContents>($"{Base}/projects/{(await Get<ListAnswer<ProjectAnswer>>($"{Base}/projects")).Items.Single().Id}");

    public Task ChangeSource(Guid service, string url) => Send(HttpMethod.Patch, $"{Base}/services/{service}", new { git_source = new { url } });

    /// <summary>stop, start or restart: returns when it was accepted.</summary>
    public Task Command(Guid service, string command) => Send(HttpMethod.Post, $"{Base}/services/{service}/{command}", new { });

    /// <summary>A variable whose value is the internal URL of another service.</summary>
    public Task LinkVariable(Guid service, string key, Guid to) => Send(HttpMethod.Post, $"{Base}/services/{service}/env", new { key, linked_service_id = to, link_type = "internal_url" });

    /// <summary>For the next deployment.</summary>
    public Task SetVariable(Guid service, string key, string value) => Send(HttpMethod.Post, $"{Base}/services/{service}/env/bulk", new { variables = new Dictionary<string, string> { [key] = value } });

    /// <summary>Those that can be read, by key.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Variables(Guid service) =>
        (await Get<ListAnswer<VariableAnswer>>($"{Base}/services/{service}/env?limit=200")).Items.Where(variable => variable.Value is not null).ToDictionary(variable => variable.Key, variable => variable.Value!);

    public Task<DeploymentAnswer> Rollback(Guid service, Guid deployment) => Post<DeploymentAnswer>($"{Base}/services/{service}/rollback/{deployment}", new { });

    public Task Cancel(Guid deployment) => Send(HttpMethod.Post, $"{Base}/deployments/{deployment}/cancel", new { });

    /// <summary>The messages of a deployment's log, oldest first.</summary>
    public async Task<IReadOnlyList<string>> Logs(Guid deployment) =>
        [.. (await Get<ListAnswer<LogAnswer>>($"{Base}/deployments/{deployment}/logs?limit=200")).Items.Select(entry => $"[{entry.Phase}] {entry.Message}")];

    /// <summary>Those of its messages that warn; a long log takes several looks.</summary>
    public async Task<IReadOnlyList<string>> Warnings(Guid deployment)
    {
        var (all, cursor) = (new List<string>(), "0");
        while (cursor is not null)
        {
            var page = await Get<PageAnswer<LogAnswer>>($"{Base}/deployments/{deployment}/logs?limit=1000&level=warn&cursor={cursor}");
            all.AddRange(page.Items.Select(entry => entry.Message));
            cursor = page.NextCursor;
        }

        return all;
    }

    /// <summary>All that the service's instances have written, oldest first.</summary>
    public async Task<IReadOnlyList<RuntimeLine>> RuntimeLines(Guid service)
    {
        var (all, cursor) = (new List<RuntimeLine>(), "0");
        while (cursor is not null)
        {
            var page = await Get<PageAnswer<RuntimeLine>>($"{Base}/services/{service}/logs?limit=1000&cursor={cursor}");
            all.AddRange(page.Items);
            cursor = page.NextCursor;
        }

        return all;
    }

    /// <summary>Waits until the deployment is over, however it ended, by the long poll.</summary>
    public async Task<DeploymentAnswer> End(Guid deployment)
    {
        EntityTagHeaderValue? seen = null;
        return await Eventually.Is(Look, found => found is { IsOver: true }, $"The end of deployment {deployment}") ?? throw new UnreachableException();

        async Task<DeploymentAnswer?> Look()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address(), $"{Base}/deployments/{deployment}?wait=10"));
            if (seen is not null)
                request.Headers.IfNoneMatch.Add(seen);
            using var answer = await _http.SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.NotModified)
                return null;
            var text = await answer.Content.ReadAsStringAsync();
            seen = answer.Headers.ETag;
            return answer.IsSuccessStatusCode ? Parse<DeploymentAnswer>(text) : throw new ApiException(answer.StatusCode, $"{request.RequestUri} answered {(int)answer.StatusCode}: {text}");
        }
    }

    /// <summary>Deploys and waits until it is live; anything else fails with the deployment's log.</summary>
    public async Task<DeploymentAnswer> DeployLive(Guid service)
    {
        var ended = await End((await Deploy(service)).Id);
        return ended.Status == "live" ? ended : throw new InvalidOperationException($"{ended}\n{string.Join('\n', await Logs(ended.Id))}");
    }

    /// <summary>Returns when the deletion of the service was accepted.</summary>
    public Task BeginDeletion(Guid service) => Send(HttpMethod.Delete, $"{Base}/services/{service}", null);

    /// <summary>Returns when the service is gone.</summary>
    public async Task DeleteService(Guid service)
    {
        await BeginDeletion(service);
        await Gone($"{Base}/services/{service}");
    }

    /// <summary>Returns when the project is gone.</summary>
    public async Task DeleteProject(Guid project, string name)
    {
        await Send(HttpMethod.Delete, $"{Base}/projects/{project}?confirm={Uri.EscapeDataString(name)}", null);
        await Gone($"{Base}/projects/{project}");
    }

    /// <summary>Null: it is ready; else what it answers.</summary>
    public async Task<string?> WhatIsNotReady()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(address(), "/ready"));
            return answer.IsSuccessStatusCode ? null : await answer.Content.ReadAsStringAsync();
        }
        catch (HttpRequestException failure)
        {
            return failure.Message;
        }
    }

    public void Dispose() => _http.Dispose();

    private Task Gone(string path) => Eventually.Is(
        async () =>
        {
            using var answer = await _http.GetAsync(new Uri(address(), path));
            return answer.StatusCode;
        },
        status => status == HttpStatusCode.NotFound,
        $"The end of {path}");

    private async Task<T> Get<T>(string path) => await Read<T>(HttpMethod.Get, path, null);

    private async Task<T> Post<T>(string path, object body) => await Read<T>(HttpMethod.Post, path, body);

    private async Task<T> Read<T>(HttpMethod method, string path, object? body) => Parse<T>(await Send(method, path, body));

    private static T Parse<T>(string text) => JsonSerializer.Deserialize<T>(text, Json) ?? throw new InvalidOperationException($"No {typeof(T).Name} is in the answer {text}");

    private async Task<string> Send(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(address(), path)) { Content = body is null ? null : JsonContent.Create(body, options: Json) };
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? text : throw new ApiException(answer.StatusCode, $"{method} {path} answered {(int)answer.StatusCode}: {text}");
    }

    private sealed record TokenAnswer(string Token);

    private sealed record ListAnswer<T>(IReadOnlyList<T> Items);

    private sealed record PageAnswer<T>(IReadOnlyList<T> Items, string? NextCursor);

    private sealed record VariableAnswer(string Key, string? Value);

    private sealed record LogAnswer(string Phase, string Message);
}

internal sealed class ApiException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;
}

internal sealed record ProjectContents(IReadOnlyList<ServiceAnswer> Services);

internal sealed record ProjectAnswer(Guid Id, string Name);

/// <param name="Status">not_configured, ready, deploying, live, failed or stopped.</param>
internal sealed record ServiceAnswer(Guid Id, string Name, string Status, string? Subdomain, string? GeneratedUrl, ErrorAnswer? Failure, bool AutoDeploy = true)
{
    /// <summary>The Host header that reaches it through the proxy.</summary>
    public string Host => new Uri(GeneratedUrl ?? throw new InvalidOperationException($"{this} has no URL.")).Host;
}

internal sealed record DeploymentAnswer(Guid Id, int Number, string Status, string? CommitSha, ErrorAnswer? Error, EvidenceAnswer? Evidence)
{
    public bool IsOver => Status is "live" or "failed" or "cancelled" or "superseded";
}

/// <param name="Status">running, done or failed.</param>
internal sealed record InspectionAnswer(Guid Id, string Status, string? Technology);

internal sealed record OperationAnswer(string Status, string? TraceId, IReadOnlyList<OperationStepAnswer> Steps);

internal sealed record OperationStepAnswer(string Kind, string Name);

internal sealed record ErrorAnswer(string Code, string Message, string? Fix);

internal sealed record EvidenceAnswer(IReadOnlyList<EvidenceLine> Output);

internal sealed record EvidenceLine(string Text);

internal sealed record RuntimeLine(long Seq, Guid? Instance, string? Stream, string Message);
