using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace ClickDeploy.Benchmarks.Platform;

/// <summary>A first deployment of the Node sample by the platform, and by a script that does the least that is needed; in pairs, with one warm npm cache.</summary>
internal static class DeployBenchmark
{
    private const string Base = "/v1/click-deploy";

    // As the platform's builds have it.
    private static readonly Dictionary<string, string> Npm = new()
    {
        ["CI"] = "true",
        ["NO_COLOR"] = "1",
        ["npm_config_update_notifier"] = "false",
        ["npm_config_fund"] = "false",
        ["npm_config_audit"] = "false",
        ["npm_config_progress"] = "false",
    };

    public static async Task<IReadOnlyList<(double Platform, double Bare)>> Run(string program, string root, int pairs)
    {
        await using var platform = RunningPlatform.Prepare(program, root);
        await platform.Start();
        await platform.SignIn();
        var project = (await platform.Call(HttpMethod.Post, $"{Base}/projects", new { name = "benchmark" }))!["id"]!.GetValue<string>();
        var work = Directory.CreateTempSubdirectory("deploy-benchmark-").FullName;
        try
        {
            var repository = await Repository(root, work);
            var script = Path.Combine(root, "tests", "Benchmarks", "Platform", "bare.sh");

            // One of each first: the npm cache, and what is only slow once.
            await ByPlatform(platform, project, repository, "warm");
            await ByScript(platform, script, repository, Path.Combine(work, "warm"));
            var times = new List<(double, double)>();
            for (var pair = 1; pair <= pairs; pair++)
            {
                var (name, folder) = ($"pair{pair}", Path.Combine(work, $"pair{pair}"));
                var first = pair % 2 == 0 ? await ByScript(platform, script, repository, folder) : 0;
                var byPlatform = await ByPlatform(platform, project, repository, name);
                var bare = first > 0 ? first : await ByScript(platform, script, repository, folder);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  pair {pair}: platform {byPlatform:0} ms, bare script {bare:0} ms, ratio {byPlatform / bare:0.00}"));
                times.Add((byPlatform, bare));
            }

            return times;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<string> Repository(string root, string work)
    {
        var folder = Directory.CreateDirectory(Path.Combine(work, "repository")).FullName;
        var sample = Path.Combine(root, "tests", "samples", "node-hello");
        foreach (var file in Directory.EnumerateFiles(sample))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        await Machine.Run("git", ["init", "--quiet", "--initial-branch=main"], folder);
        await Machine.Run("git", ["add", "--all"], folder);
        await Machine.Run("git", ["-c", "user.name=Benchmark", "-c", "user.email=benchmark@localhost", "commit", "--quiet", "--message", "The sample"], folder);
        return $"file://{folder}";
    }

    // From the accepted deployment to the first answer at its URL.
    private static async Task<double> ByPlatform(RunningPlatform platform, string project, string repository, string name)
    {
        var body = new { name, git_source = new { url = repository }, instance_size = "small" };
        var service = $"{Base}/services/{(await platform.Call(HttpMethod.Post, $"{Base}/projects/{project}/services", body))!["id"]}";
        var deployment = $"{Base}/deployments/{(await platform.Call(HttpMethod.Post, $"{service}/deploy", new { }))!["id"]}";
        var began = Stopwatch.GetTimestamp();
        string? url = null;
        await platform.Until(async () => (url = (string?)(await platform.Call(HttpMethod.Get, service))!["generated_url"]) is not null, "The URL");
        await platform.HostAnswers(new Uri(url!).Host);
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        JsonNode? ended = null;
        await platform.Until(async () => (string?)(ended = await platform.Call(HttpMethod.Get, deployment))!["status"] == "live", "The end of the deployment");
        Console.WriteLine($"    {Steps(ended!)}");
        await platform.Call(HttpMethod.Delete, service);
        await platform.Until(() => Gone(platform, service), $"The end of {service}");
        return took;
    }

    // Where its time went, by its own record: when each step began after the deployment was accepted, and how long it took.
    private static string Steps(JsonNode deployment)
    {
        var accepted = Time(deployment["created_at"]);
        return string.Join(", ", deployment["steps"]!.AsArray().Select(step =>
            string.Create(CultureInfo.InvariantCulture, $"{step!["name"]} {(Time(step["started_at"]) - accepted).TotalMilliseconds:0}+{(Time(step["finished_at"]) - Time(step["started_at"])).TotalMilliseconds:0}")));

        static DateTimeOffset Time(JsonNode? text) => DateTimeOffset.Parse((string)text!, CultureInfo.InvariantCulture);
    }

    private static async Task<bool> Gone(RunningPlatform platform, string path)
    {
        try
        {
            await platform.Call(HttpMethod.Get, path);
            return false;
        }
        catch (HttpRequestException answer) when (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return true;
        }
    }

    // From the start of the script to the first answer at its URL.
    private static async Task<double> ByScript(RunningPlatform platform, string script, string repository, string folder)
    {
        var host = $"{Path.GetFileName(folder)}-bare.localhost";
        var route = Path.Combine(platform.Data, "routes", host);
        var npm = new Dictionary<string, string>(Npm) { ["npm_config_cache"] = Path.Combine(platform.Data, "cache", "npm") };
        var port = Machine.FreePort().ToString(CultureInfo.InvariantCulture);
        var began = Stopwatch.GetTimestamp();
        var run = Machine.Run(script, [repository, folder, port, route], "/", npm);
        var answers = platform.HostAnswers(host);
        if (await Task.WhenAny(run, answers) == run)
        {
            await run;
        }

        await answers;
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await run;
        Directory.Delete(route, recursive: true);
        await Machine.Run("kill", ["-TERM", "--", $"-{File.ReadAllText($"{folder}.pid").Trim()}"], "/");
        return took;
    }
}
