using ClickDeploy.Tests.SelfHost.Telemetry;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Platform;

/// <summary>Traces and metrics of whole platforms, as a collector receives them.</summary>
[Trait("Speed", "Slow")]
[Collection(nameof(RealPlatform)), Trait("Lane", "two")]
public sealed class TelemetryTests
{
    private const string Key = "a-key-that-nobody-may-read";
    private const string Request = "POST /v1/click-deploy/services/{id}/deploy";
    private const string Orchestration = $"{Request} / create_orchestration:DeployService / orchestration:DeployService";

    [Fact]
    public async Task Deployment_IsOneTraceFromItsRequestOn()
    {
        await using var receiver = await OtlpReceiver.Start();
        await using var platform = await PlatformProcess.Run(new Dictionary<string, string>(Settings.Fast.Concat(receiver.SettingsOf("grpc")))
        {
            ["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-key={Key}",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=test",
            ["OTEL_SERVICE_NAME"] = "shop-platform",
        });
        using var repository = SampleRepository.Echo();
        var service = await platform.Api.CreateService((await platform.Api.CreateProject("shop")).Id, "web", repository.Url, SampleRepository.EchoCommand);

        var deployment = await platform.Api.DeployLive(service.Id);
        var trace = (await platform.Api.Operation(deployment.Id)).TraceId;

        Assert.NotNull(trace);
        var paths = await Eventually.Is(() => Task.FromResult(Paths(receiver, trace)), all => all.Contains(Orchestration), "\"The whole trace is there\"");
        Assert.Contains($"{Orchestration} / activity:StartInstance / activity:StartInstance", paths);
        Assert.Contains($"{Orchestration} / activity:SwitchTraffic / activity:SwitchTraffic", paths);
        Assert.Contains($"{Orchestration} / orchestration:DeployService:step", paths);
        Assert.All(paths, path => Assert.StartsWith(Request, path, StringComparison.Ordinal));
        // Each step of the operation is a span, and each span of a step belongs to one.
        var steps = (await platform.Api.Operation(deployment.Id)).Steps.Count(step => step.Kind is "activity" or "child");
        Assert.Equal(steps, StepsOf(receiver, trace).Count(span => span.Attributes["durabletask.task.instance_id"] == $"{deployment.Id}" && span.Attributes["durabletask.type"] != "timer"));
        Assert.Equal(("shop-platform", "test"), (receiver.Resource["service.name"], receiver.Resource["deployment.environment.name"]));
        await Eventually.Is(() => Task.FromResult(receiver.Metrics), all => all.Contains("clickdeploy_durable_steps_total") && all.Contains("http.server.request.duration"), "\"Metrics are there\"");
        Assert.Equal([Key], receiver.Keys);
        Assert.DoesNotContain(Key, platform.WholeOutput, StringComparison.Ordinal);
        // Who asks for health all the time, and what the platform asks by itself, begins no trace.
        Assert.DoesNotContain(receiver.Spans, span => span.Name.Contains("/ready", StringComparison.Ordinal) || (span is { Kind: 3, Parent: "" } && span.Attributes.ContainsKey("server.address")));
        Assert.DoesNotContain(receiver.Spans, span => span.Attributes.ContainsKey("url.full"));
    }

    [Fact]
    public async Task Deployment_WhosePlatformIsKilled_StaysOneTraceWithOneSpanAStep()
    {
        await using var receiver = await OtlpReceiver.Start();
        await using var platform = await PlatformProcess.Run(new Dictionary<string, string>(Settings.Fast.Concat(receiver.Settings)));
        using var repository = SampleRepository.Echo();
        var service = await platform.Api.CreateService((await platform.Api.CreateProject("shop")).Id, "web", repository.Url, $"sleep 3; {SampleRepository.EchoCommand}");
        var deployment = await platform.Api.Deploy(service.Id);
        await Eventually.Is(() => Task.FromResult(receiver.Spans), spans => spans.Any(span => span is { Kind: 3, Name: "activity:StartInstance" }), "\"An instance is started\"");
        var trace = (await platform.Api.Operation(deployment.Id)).TraceId;

        await platform.Kill();
        await platform.Start();
        Assert.Equal("live", (await platform.Api.End(deployment.Id)).Status);

        Assert.NotNull(trace);
        Assert.Equal(trace, (await platform.Api.Operation(deployment.Id)).TraceId);
        await Eventually.Is(() => Task.FromResult(Paths(receiver, trace)), all => all.Contains(Orchestration), "\"The whole trace is there\"");
        Assert.All(
            StepsOf(receiver, trace).GroupBy(span => (span.Name, span.Attributes["durabletask.task.instance_id"], span.Attributes["durabletask.task.task_id"])),
            step => Assert.Single(step.Select(span => span.Id).Distinct()));
        // The new process goes on where the old one was, and says so.
        Assert.Contains(receiver.Spans, span => span.Trace == trace && span.Attributes.GetValueOrDefault("clickdeploy.step.replayed") is not (null or "0") && span.Links.Count == 1);
    }

    [Fact]
    public async Task Platform_ThatSendsNothing_LoadsNothingForIt()
    {
        await using var platform = await PlatformProcess.Run(Settings.Fast);
        using var repository = SampleRepository.Static();
        var service = await platform.Api.CreateService((await platform.Api.CreateProject("shop")).Id, "web", repository.Url);

        var deployment = await platform.Api.DeployLive(service.Id);

        Assert.Null((await platform.Api.Operation(deployment.Id)).TraceId);
        Assert.DoesNotContain("OpenTelemetry", await File.ReadAllTextAsync($"/proc/{platform.Pid}/maps"), StringComparison.Ordinal);
    }

    private static IEnumerable<OtlpSpan> StepsOf(OtlpReceiver receiver, string trace) =>
        receiver.Spans.Where(span => span.Trace == trace && span.Attributes.ContainsKey("clickdeploy.attempt")).DistinctBy(span => span.Id);

    /// <summary>Each span of the trace behind those that it stands under.</summary>
    private static HashSet<string> Paths(OtlpReceiver receiver, string trace)
    {
        var spans = receiver.Spans.Where(span => span.Trace == trace).DistinctBy(span => span.Id).ToDictionary(span => span.Id);
        return [.. spans.Values.Select(PathOf)];

        string PathOf(OtlpSpan span) => spans.TryGetValue(span.Parent, out var parent) ? $"{PathOf(parent)} / {span.Name}" : span.Name;
    }
}
