using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ClickDeploy.Tests.Shared.Clients.Git;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Platform;

/// <summary>Secrets are planted in every field that can hold one, everything is done with them that can be, and then they are looked for everywhere.</summary>
[Trait("Speed", "Slow")]
[Collection(nameof(RealPlatform)), Trait("Lane", "one")]
public sealed class SecretSearchTests : IAsyncLifetime
{
    private readonly PlantedSecrets _secrets = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };
    private readonly List<string> _found = [];
    private readonly SampleRepository _repository = SampleRepository.Leak();
    private PlatformProcess _platform = null!;

    public async Task InitializeAsync()
    {
        _platform = await PlatformProcess.Run(new Dictionary<string, string>(Settings.Fast) { ["HEALTH_TIMEOUT_SECONDS"] = "3", ["INSPECTION_KEPT_SECONDS"] = "10" });
        var token = JsonDocument.Parse(await (await _http.PostAsJsonAsync(new Uri(_platform.Url, "/dev/token"), new { org = "dev", user = "tester", roles = new[] { "owner" } })).Content.ReadAsStringAsync());
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.RootElement.GetProperty("token").GetString());
    }

    public async Task DisposeAsync()
    {
        await _platform.DisposeAsync();
        _http.Dispose();
        _repository.Dispose();
    }

    [Fact]
    public async Task Secrets_AfterEverythingThatCanBeDone_AreNowhereButInTheirProcess()
    {
        var token = _secrets.NextPlain();
        await using var host = await PrivateGitServer.Start(Path.GetDirectoryName(_repository.Path)!, "x-access-token", token);
        var project = await _platform.Api.CreateProject("shop");
        await Inspect($"{host.Origin}/{Path.GetFileName(_repository.Path)}/.git", token, HttpStatusCode.OK);
        var service = await Create(project.Id, "web", $"{host.Origin}/{Path.GetFileName(_repository.Path)}/.git", token);
        await Send(HttpMethod.Post, "git/inspect", new { git_source = new { url = $"{host.Origin}/{Path.GetFileName(_repository.Path)}/.git" }, service_id = service });
        await Plant(service);

        var first = await End(await Deploy(service));
        Assert.True(first.Status == "live", $"{first}\n{string.Join('\n', await _platform.Api.Logs(first.Id))}");
        await RuntimeLogSays(service, "all was written");
        await Change(service);
        Assert.Equal("live", (await End(await Deploy(service))).Status);
        await Failures(service, project.Id, host.Origin);
        await Command(service, "restart", 1);
        await Send(HttpMethod.Post, $"services/{service}/rollback/{first.Id}", new { });
        Assert.Equal("live", (await End((await _platform.Api.Deployments(service))[0])).Status);
        await Send(HttpMethod.Post, $"services/{service}/env/revisions/1/restore", null);
        await Send(HttpMethod.Post, $"services/{service}/discard", new { });
        await Command(service, "stop", 2);
        await Command(service, "start", 3);

        await Read(project.Id, service);
        Search(running: true);
        await _platform.Api.DeleteProject(project.Id, "shop");
        await Eventually.Is(_platform.Data.IsIdle, idle => idle, "the end of all operations");
        await _platform.Terminate();
        Search(running: false);

        Assert.True(_secrets.Count >= 50, $"{_secrets.Count} secrets were planted.");
        Assert.True(_found.Count == 0, $"{_found.Count} places of {_secrets.Count} secrets:\n{string.Join('\n', _found.Take(40))}");
    }

    private async Task Plant(Guid service)
    {
        for (var n = 0; n < 10; n++)
        {
            await Send(HttpMethod.Post, $"services/{service}/env", new { key = $"S_{n}_TOKEN", value = _secrets.Next() });
        }

        await Send(HttpMethod.Post, $"services/{service}/env/bulk", new { variables = Enumerable.Range(10, 15).ToDictionary(n => $"S_{n}_SECRET", _ => _secrets.Next()) });
        var file = string.Concat(Enumerable.Range(25, 12).Select(n => $"S_{n}_PASSWORD={JsonSerializer.Serialize(_secrets.NextPlain())}\n"));
        await Send(HttpMethod.Post, $"services/{service}/env/import", new StringContent(file, Encoding.UTF8, "text/plain"));

        // What is refused is not said again.
        await Send(HttpMethod.Post, $"services/{service}/env", new { key = "A-SECRET", value = _secrets.Next() });
        await Send(HttpMethod.Post, $"services/{service}/env", new { key = "A", value = _secrets.Next() + "\0" });
        await Send(HttpMethod.Post, $"services/{service}/env", new { key = "A", value = new { secret = _secrets.Next() } });
        await Send(HttpMethod.Post, $"services/{service}/env/import", new StringContent($"A='{_secrets.NextPlain()}' {_secrets.NextPlain()}\nB=\"{_secrets.NextPlain()}", Encoding.UTF8, "text/plain"));
        await Send(HttpMethod.Patch, $"services/{service}", new { git_source = new { token = _secrets.NextPlain() + " " } });
        await Send(HttpMethod.Patch, $"services/{service}", new { git_source = new { url = $"https://me:{_secrets.NextPlain()}@example.com/a/b" } });
    }

    private async Task Change(Guid service)
    {
        for (var n = 0; n < 8; n++)
        {
            await Send(HttpMethod.Patch, $"services/{service}/env/S_{n}_TOKEN", new { value = _secrets.Next() });
        }

        await Send(HttpMethod.Delete, $"services/{service}/env/S_9_TOKEN", null);
        await Read($"services/{service}");
    }

    // A build that fails, an application that is never well, a token that is wrong.
    private async Task Failures(Guid service, Guid project, string origin)
    {
        _repository.Push("break-the-build", "");
        Assert.Equal("build_failed", (await End(await Deploy(service))).Error?.Code);
        _repository.Remove("break-the-build");
        _repository.Push("mode.txt", "sick");
        Assert.Equal("never_healthy", (await End(await Deploy(service))).Error?.Code);
        _repository.Push("mode.txt", "well");
        var other = await Create(project, "other", $"{origin}/{Path.GetFileName(_repository.Path)}/.git", _secrets.NextPlain());
        Assert.Equal("repository_needs_login", (await End(await Deploy(other))).Error?.Code);
        await Read(project, other);
        await Inspect($"{origin}/{Path.GetFileName(_repository.Path)}/.git", _secrets.NextPlain(), HttpStatusCode.BadRequest);
    }

    private async Task Inspect(string url, string token, HttpStatusCode expected)
    {
        using var looked = await _http.PostAsJsonAsync(new Uri(_platform.Url, "/v1/click-deploy/git/inspect"), new { git_source = new { url, token } });
        var text = await looked.Content.ReadAsStringAsync();
        Assert.True(looked.StatusCode == expected, text);
        _found.AddRange(_secrets.Find($"a look at {url}", Encoding.UTF8.GetBytes(text)));
    }

    private async Task Read(Guid project, Guid service)
    {
        foreach (var path in (string[])["", "/env", "/env/effective", "/env/revisions", "/env/export", "/deployments", "/logs?limit=1000", "/rollback-candidates"])
        {
            await Read($"services/{service}{path}");
        }

        var deployments = await _platform.Api.Deployments(service);
        foreach (var deployment in deployments)
        {
            await Read($"deployments/{deployment.Id}");
            await Read($"deployments/{deployment.Id}/logs?limit=1000");
            await Read($"deployments/{deployment.Id}/logs/stream");
            await Read($"deployments/{deployment.Id}/diff/{deployments[^1].Id}");
        }

        await Read($"projects/{project}");
        await Read("projects");
    }

    private void Search(bool running)
    {
        foreach (var file in Directory.EnumerateFiles(_platform.DataDirectory, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(_platform.DataDirectory, file);

            // What a process itself writes is in its own files (0600) until the log has it; they go with it.
            if (!(running && name.StartsWith("instances/", StringComparison.Ordinal) && Path.GetFileName(name) is "stdout" or "stderr"))
            {
                _found.AddRange(_secrets.Find(name, ReadShared(file)));
            }
        }

        _found.AddRange(_secrets.Find("the platform's output", Encoding.UTF8.GetBytes(_platform.WholeOutput)));
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    private async Task<Guid> Create(Guid project, string name, string url, string token)
    {
        var made = await Send(HttpMethod.Post, $"projects/{project}/services", new { name, git_source = new { url, token }, build_command = "node leak.js build", start_command = "exec node leak.js", instance_size = "small" });
        return JsonDocument.Parse(made).RootElement.GetProperty("id").GetGuid();
    }

    private Task<DeploymentAnswer> Deploy(Guid service) => _platform.Api.Deploy(service);

    private Task<DeploymentAnswer> End(DeploymentAnswer deployment) => _platform.Api.End(deployment.Id);

    private async Task Command(Guid service, string command, int number)
    {
        await Send(HttpMethod.Post, $"services/{service}/{command}", null);
        await Eventually.Is(
            async () => JsonDocument.Parse(await Send(HttpMethod.Get, $"services/{service}", null)).RootElement.GetProperty("last_command"),
            last => last.ValueKind == JsonValueKind.Object && last.GetProperty("number").GetInt32() == number,
            $"the end of {command}");
    }

    private Task RuntimeLogSays(Guid service, string line) =>
        Eventually.Is(() => Send(HttpMethod.Get, $"services/{service}/logs?limit=1000&q={Uri.EscapeDataString(line)}", null), text => text.Contains(line), $"the log says '{line}'");

    private Task Read(string path) => Send(HttpMethod.Get, path, null);

    private Task<string> Send(HttpMethod method, string path, object body) => Send(method, path, JsonContent.Create(body));

    private async Task<string> Send(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, new Uri(_platform.Url, $"/v1/click-deploy/{path}")) { Content = content };
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        _found.AddRange(_secrets.Find($"{method} {path} → {(int)answer.StatusCode}", Encoding.UTF8.GetBytes(text)));
        _found.AddRange(_secrets.Find($"a header of {method} {path}", Encoding.UTF8.GetBytes(answer.Headers.ToString())));
        return text;
    }
}
