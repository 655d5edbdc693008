using ClickDeploy.SelfHost.Durable.Traces;
using ClickDeploy.SelfHost.Telemetry;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Tests.SelfHost.Durable;
using ClickDeploy.Tests.Shared.Processes;
using ClickDeploy.Tests.Shared.Storage.Azure;
using ClickDeploy.Tests.Simulation;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;

namespace ClickDeploy.Tests.SelfHost.Telemetry;

/// <summary>What the exporter sends where. Alone: it listens to the whole process.</summary>
[Collection(ListeningToAll.Name)]
[Trait("Speed", "Slow")]
public sealed class TelemetryExportTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Theory]
    [InlineData("grpc", "sqlite")]
    [InlineData("http/protobuf", "sqlite")]
    [InlineData("grpc", "azurite")]
    [InlineData("http/protobuf", "azurite")]
    public async Task Orchestration_ByEitherProtocol_OnEitherStore_ComesWhole(string protocol, string store)
    {
        await using var receiver = await OtlpReceiver.Start();
        using var export = await Start(receiver.SettingsOf(protocol).ToDictionary(pair => pair.Key, pair => (string?)pair.Value));
        await using var durable = new InMemoryDurable(
            TestFunctions.Echoing().Orchestrator("Asks", async context => await context.CallActivityAsync<string>("Echo", await context.WaitForExternalEvent<string>("Go"))),
            options: options => options.HubName = $"t{Guid.NewGuid():N}"[..20],
            store: store == "azurite" ? AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System) : null);

        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Asks", new StartOrchestrationOptions("one")));
        durable.Await(() => durable.Client.RaiseEventAsync("one", "Go", "now"));
        durable.Await(() => durable.Client.WaitForInstanceCompletionAsync("one"));

        var spans = await Eventually.Is(
            () => Task.FromResult(receiver.Spans.Where(span => span.Attributes.GetValueOrDefault("durabletask.task.instance_id") == "one").ToList()), spans => spans.Any(span => span is { Kind: 2, Name: "orchestration:Asks" }), "\"The whole trace is there\"");
        await Eventually.Is(() => Task.FromResult(receiver.Metrics), metrics => metrics.Contains("clickdeploy_durable_steps_total"), "\"The metrics are there\"");
        await export.StopAsync(default);
        Assert.Single(spans.Select(span => span.Trace).Distinct());
        Assert.Equal(
            ["activity:Echo 2", "activity:Echo 3", "create_orchestration:Asks 4", "orchestration:Asks 2", "orchestration_event:Go 5"],
            spans.Where(span => !span.Name.EndsWith(":step", StringComparison.Ordinal)).Select(span => $"{span.Name} {span.Kind}").Order(StringComparer.Ordinal));
        Assert.Equal(protocol == "grpc", receiver.Paths.Contains("/opentelemetry.proto.collector.trace.v1.TraceService/Export"));
    }

    [Fact]
    public async Task Traces_WithSettingsOfTheirOwn_AloneGoThere()
    {
        await using var receiver = await OtlpReceiver.Start();
        using var export = await Start(new()
        {
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-key=of-all",
            ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = $"{receiver.Url}/shop/traces",
            ["OTEL_EXPORTER_OTLP_TRACES_HEADERS"] = "x-key=of-traces",
            ["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"] = "http/protobuf",
        });

        DurableTrace.Starting("Deploy", "1")!.Dispose();

        await Eventually.Is(() => Task.FromResult(receiver.Spans), spans => spans.Any(span => span.Name == "create_orchestration:Deploy"), "\"The span is there\"");
        await export.StopAsync(default);
        Assert.Equal(["/shop/traces"], receiver.Paths);
        Assert.Equal(["of-traces"], receiver.Keys);
    }

    [Fact]
    public async Task Metrics_WithAnEndpointOfTheirOwn_GoThereAndTracesToTheOther()
    {
        await using var receiver = await OtlpReceiver.Start();
        using var export = await Start(new(receiver.Settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value))
        {
            ["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"] = $"{receiver.Url}/shop/metrics",
        });

        DurableTrace.Starting("Deploy", "1")!.Dispose();

        await Eventually.Is(() => Task.FromResult(receiver.Paths), paths => paths.Order().SequenceEqual(["/shop/metrics", "/v1/traces"]), "\"Both came where they belong\"");
        await export.StopAsync(default);
    }

    [Fact]
    public async Task Call_WithinATrace_IsToldWithoutItsPath()
    {
        await using var receiver = await OtlpReceiver.Start();
        using var export = await Start(receiver.Settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value));

        using (DurableTrace.Starting("Deploy", "1"))
        {
            using var client = new HttpClient();
            using var answer = await client.GetAsync(new Uri($"{receiver.Url}/whose/secret?of=hers"));
        }

        var spans = await Eventually.Is(() => Task.FromResult(receiver.Spans), spans => spans.Any(span => span is { Kind: 3, Name: "GET" }), "\"The call is there\"");
        await export.StopAsync(default);
        var call = spans.First(span => span is { Kind: 3, Name: "GET" });
        Assert.Equal("127.0.0.1", call.Attributes["server.address"]);
        Assert.DoesNotContain(call.Attributes, pair => pair.Value.Contains("secret", StringComparison.Ordinal));
    }

    private static async Task<TelemetryExport> Start(Dictionary<string, string?> settings)
    {
        var problems = new List<string>();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(settings) { ["OTEL_BSP_SCHEDULE_DELAY"] = "100" }).Build();
        var export = new TelemetryExport(TelemetryOptions.Read(configuration, problems), configuration);
        Assert.Empty(problems);
        await export.StartAsync(default);
        return export;
    }
}
