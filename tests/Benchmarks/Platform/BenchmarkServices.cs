using System.Text.Json.Nodes;

namespace ClickDeploy.Benchmarks.Platform;

/// <summary>Services of one project whose repository holds nothing but a page: what runs is their start command.</summary>
internal sealed class BenchmarkServices(RunningPlatform platform, string project, string repository)
{
    private const string Base = "/v1/click-deploy";

    public static async Task<BenchmarkServices> Make(RunningPlatform platform)
    {
        var folder = Directory.CreateDirectory(Path.Combine(platform.Data, "repository")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "server.js"), "require('http').createServer((request, response) => response.end('ok')).listen(process.env.PORT, '127.0.0.1')\n");
        await Machine.Run("git", ["init", "--quiet", "--initial-branch=main"], folder);
        await Machine.Run("git", ["add", "--all"], folder);
        await Machine.Run("git", ["-c", "user.name=Benchmark", "-c", "user.email=benchmark@localhost", "commit", "--quiet", "--message", "Nothing"], folder);
        await platform.SignIn();
        var project = (string)(await platform.Call(HttpMethod.Post, $"{Base}/projects", new { name = "benchmark" }))!["id"]!;
        return new(platform, project, $"file://{folder}");
    }

    /// <summary>The service's path, when it is live.</summary>
    public async Task<string> Deploy(string name, string command, int? port = 8080)
    {
        var body = new { name, git_source = new { url = repository }, instance_size = "small", start_command = command, port };
        var service = $"{Base}/services/{(await platform.Call(HttpMethod.Post, $"{Base}/projects/{project}/services", body))!["id"]}";
        var deployment = $"{Base}/deployments/{(await platform.Call(HttpMethod.Post, $"{service}/deploy", new { }))!["id"]}";
        JsonNode? ended = null;
        await platform.Until(
            async () =>
            {
                ended = await platform.Call(HttpMethod.Get, deployment);
                return (string?)ended!["status"] is "live" or "failed";
            },
            $"The end of {deployment}");
        return (string?)ended!["status"] == "live" ? service : throw new InvalidOperationException($"{name} did not go live: {ended["error"]}");
    }

    public Task Delete(string service) => platform.Call(HttpMethod.Delete, service);
}
