using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ClickDeploy.Benchmarks.Platform;

namespace ClickDeploy.Benchmarks.Http;

/// <summary><c>GET /projects/{id}</c> with ten services, over the bare endpoint on the same database; in turn, so that a busy machine slows both.</summary>
internal static class ReadBenchmark
{
    private const int Services = 10;
    private const int Pairs = 7;
    private const int AtOnce = 4;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(4);

    public static async Task Run()
    {
        var root = Machine.Root();
        var build = Directory.CreateTempSubdirectory("read-build-").FullName;
        try
        {
            await Machine.Run("dotnet", ["publish", "functions/Functions.csproj", "-c", "Release", "-v", "q", "-nologo", "-o", build], root);
            await using var platform = RunningPlatform.Prepare(Path.Combine(build, "ClickDeploy.Functions.dll"), root);
            await platform.Start();
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };
            var (token, project) = await Prepare(http, platform.Url);
            var port = Machine.FreePort().ToString(CultureInfo.InvariantCulture);
            using var bare = Machine.Start("dotnet", [typeof(ReadBenchmark).Assembly.Location, "bare", platform.DatabaseFile, port], build, new Dictionary<string, string>());
            try
            {
                await Compare(http, new Request($"{platform.Url}v1/click-deploy/projects/{project}", token), new Request($"http://127.0.0.1:{port}/projects/acme/{project}", null));
            }
            finally
            {
                bare.Kill(entireProcessTree: true);
            }
        }
        finally
        {
            Directory.Delete(build, recursive: true);
        }
    }

    private static async Task Compare(HttpClient http, Request ours, Request bare)
    {
        await Until(http, bare);
        await Throughput(http, ours);
        await Throughput(http, bare);
        var ratios = new List<(double Ratio, double Ours)>();
        for (var pair = 0; pair < Pairs; pair++)
        {
            var (mine, least) = (await Throughput(http, ours), await Throughput(http, bare));
            ratios.Add((mine / least, mine));
            Console.WriteLine(FormattableString.Invariant($"{mine:0}/s over {least:0}/s: {mine / least:0.00}"));
        }

        ratios.Sort();
        var (p50, p99) = await Latency(http, ours);
        Console.WriteLine();
        Console.WriteLine("| what | median | spread | must | goal |");
        Console.WriteLine("|---|---|---|---|---|");
        Console.WriteLine(FormattableString.Invariant($"| `GET /projects/{{id}}`, 10 services: throughput over a bare endpoint | {ratios[Pairs / 2].Ratio:0.00} ({ratios[Pairs / 2].Ours:0}/s) | {ratios[0].Ratio:0.00} – {ratios[^1].Ratio:0.00} | ≥ 0.7 | 0.9 |"));
        Console.WriteLine(FormattableString.Invariant($"| · p99 at 200/s | {p99:0.0} ms | p50 {p50:0.0} ms | ≤ 10 ms | 4 ms |"));
    }

    private static async Task<double> Throughput(HttpClient http, Request request)
    {
        var (began, done) = (Stopwatch.GetTimestamp(), 0);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(began) < Round)
            {
                await request.Send(http);
                Interlocked.Increment(ref done);
            }
        }));
        return done / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    // At a steady rate, whatever the answers do: none waits for the one before it.
    private static async Task<(double P50, double P99)> Latency(HttpClient http, Request request)
    {
        const int rate = 200;
        var (began, times) = (Stopwatch.GetTimestamp(), new double[rate * 10]);
        await Task.WhenAll(Enumerable.Range(0, times.Length).Select(async n =>
        {
            var due = TimeSpan.FromSeconds((double)n / rate);
            if (due - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait);
            }

            var sent = Stopwatch.GetTimestamp();
            await request.Send(http);
            times[n] = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
        }));
        Array.Sort(times);
        return (times[times.Length / 2], times[times.Length * 99 / 100]);
    }

    private static async Task<(string Token, string Project)> Prepare(HttpClient http, Uri url)
    {
        var token = (await Post(http, new(url, "dev/token"), new { org = "acme", user = "ada", roles = new[] { "owner" } }, null))["token"]!.GetValue<string>();
        var project = (await Post(http, new(url, "v1/click-deploy/projects"), new { name = "Shop" }, token))["id"]!.GetValue<string>();
        for (var n = 0; n < Services; n++)
        {
            var source = new { name = $"web-{n}", git_source = new { url = "https://127.0.0.1:1/acme/web.git" } };
            var service = (await Post(http, new(url, $"v1/click-deploy/projects/{project}/services"), source, token))["id"]!.GetValue<string>();
            await Post(http, new(url, $"v1/click-deploy/services/{service}/deploy"), new { }, token);
        }

        await Task.Delay(TimeSpan.FromSeconds(10));
        return (token, project);
    }

    private static async Task<JsonNode> Post(HttpClient http, Uri address, object body, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private static async Task Until(HttpClient http, Request request)
    {
        for (var deadline = Stopwatch.GetTimestamp(); ; await Task.Delay(100))
        {
            try
            {
                await request.Send(http);
                return;
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(deadline) < TimeSpan.FromSeconds(60))
            {
                // It is not up yet.
            }
        }
    }

    private sealed record Request(string Address, string? Token)
    {
        public async Task Send(HttpClient http)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Address);
            request.Headers.Authorization = Token is null ? null : new AuthenticationHeaderValue("Bearer", Token);
            using var answer = await http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync();
        }
    }
}
