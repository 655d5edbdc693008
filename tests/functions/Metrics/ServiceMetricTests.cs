using System.Net;
using ClickDeploy.Core;
using ClickDeploy.Metrics;
using ClickDeploy.Services;
using ClickDeploy.Targets;
using ClickDeploy.Tests.Shared.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Metrics;

[Trait("Speed", "Slow")]
public sealed class ServiceMetricTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private readonly string _org = AppFixture.NewOrg();

    private TestApp App => fixture.App;

    [Fact]
    public async Task Get_OfAService_HasWhatWasMeasured_AndSaysWhatIsNot()
    {
        var me = App.AsOwner(_org);
        var project = (await me.Post("/projects", new { name = "metrics" })).Json.GetProperty("id").GetGuid();
        var service = (await me.Post($"/projects/{project}/services", new { name = "web", type = "app", git_source = new { url = "https://git.example/web.git" } })).Json.GetProperty("id").GetGuid();
        await App.Services.GetRequiredService<MetricStore>().Add(new ServiceRef(_org, project, service), new(DateTimeOffset.UtcNow, [12.5f, 1 << 20, 0, 0, float.NaN, float.NaN]));

        var answer = (await me.Get($"/services/{service}/metrics?range=1h")).Is(HttpStatusCode.OK).Json;

        Assert.Equal(10, answer.GetProperty("step_seconds").GetInt32());
        Assert.Equal(["cpu_percent", "memory_bytes", "disk_read_bytes", "disk_write_bytes", "requests_per_second", "response_time_p50", "response_time_p95", "error_rate"], answer.GetProperty("series").EnumerateArray().Select(series => series.GetProperty("name").GetString()));
        var points = answer.GetProperty("series")[0].GetProperty("points").EnumerateArray().ToList();
        Assert.Equal(360, points.Count);
        Assert.Equal(12.5, points.Single(point => point[1].ValueKind != System.Text.Json.JsonValueKind.Null)[1].GetDouble());
        Assert.Equal(["network_rx_bytes", "network_tx_bytes", "storage_used_bytes"], Missing(answer));
        (await me.Get($"/services/{service}/metrics?range=2h")).Is(HttpStatusCode.BadRequest);
        (await App.AsOwner(AppFixture.NewOrg()).Get($"/services/{service}/metrics")).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Get_OfAServiceThatWasAsked_HasItsRequests_AndOfAWorkerNone()
    {
        var me = App.AsOwner(_org);
        var project = (await me.Post("/projects", new { name = "metrics" })).Json.GetProperty("id").GetGuid();
        var service = (await me.Post($"/projects/{project}/services", new { name = "web", type = "app", git_source = new { url = "https://git.example/web.git" } })).Json.GetProperty("id").GetGuid();
        var worker = (await me.Post($"/projects/{project}/services", new { name = "work", type = "app", port = (int?)null, start_command = "work", git_source = new { url = "https://git.example/web.git" } })).Json.GetProperty("id").GetGuid();
        var durations = new Durations();
        durations.Add(0.1);
        await App.Services.GetRequiredService<MetricStore>().Add(new ServiceRef(_org, project, service), new(DateTimeOffset.UtcNow, [1, 1, 0, 0, float.NaN, 500, 4, 1], durations));

        var answer = (await me.Get($"/services/{service}/metrics")).Is(HttpStatusCode.OK).Json;

        var values = answer.GetProperty("series").EnumerateArray().ToDictionary(
            series => series.GetProperty("name").GetString()!,
            series => series.GetProperty("points").EnumerateArray().Select(point => point[1]).Where(value => value.ValueKind != System.Text.Json.JsonValueKind.Null).Select(value => value.GetDouble()).SingleOrDefault());
        Assert.Equal((500.0, 4.0, 25.0), (values["network_tx_bytes"], values["requests_per_second"], values["error_rate"]));
        Assert.InRange(values["response_time_p95"], 75, 126);
        Assert.Equal(["network_rx_bytes", "storage_used_bytes"], Missing(answer));
        Assert.Contains("error_rate", Missing((await me.Get($"/services/{worker}/metrics")).Json));
    }

    [Fact]
    public async Task Measure_OfABusyInstance_SeesItsProcessorAndMemory()
    {
        var (target, meter, id) = (App.Services.GetRequiredService<ITarget>(), App.Services.GetRequiredService<IMeter>(), new InstanceId(Guid.NewGuid()));
        await target.Start(new InstanceSpec
        {
            Id = id,
            Service = new(Guid.NewGuid()),
            Release = Directory.CreateDirectory(Path.Combine(App.DataDirectory, "busy")).FullName,
            Workload = new Workload.Command("while :; do :; done"),
            Limits = new(1, 256L << 20),
        });
        try
        {
            var usage = await Eventually.Is(async () => (await meter.Measure([id])).GetValueOrDefault(id), usage => usage is { CpuPercent: > 0, MemoryBytes: > 0 }, "\"It is busy\"");
            Assert.NotNull(usage!.DiskReadBytesPerSecond);
        }
        finally
        {
            await target.Remove(id);
        }

        Assert.Empty(await meter.Measure([id]));
    }

    private static IEnumerable<string?> Missing(System.Text.Json.JsonElement answer) => answer.GetProperty("missing").EnumerateArray().Select(series => series.GetProperty("name").GetString());
}
