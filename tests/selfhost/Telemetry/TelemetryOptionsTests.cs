using ClickDeploy.SelfHost.Telemetry;
using Microsoft.Extensions.Configuration;

namespace ClickDeploy.Tests.SelfHost.Telemetry;

public sealed class TelemetryOptionsTests
{
    [Theory]
    [InlineData(false, false, "OTEL_SERVICE_NAME", "x")]
    [InlineData(true, true, "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317")]
    [InlineData(true, false, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://127.0.0.1:4317")]
    [InlineData(false, true, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://127.0.0.1:4317")]
    [InlineData(false, false, "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317", "OTEL_SDK_DISABLED", "true")]
    public void Signals_AreSentWhereSettingsSay(bool traces, bool metrics, params string[] settings)
    {
        var (options, problems) = Read(settings);

        Assert.Empty(problems);
        Assert.Equal((traces, metrics), (options.Traces, options.Metrics));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "ftp://collector")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/json")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "http")]
    [InlineData("OTEL_TRACES_SAMPLER", "sometimes")]
    [InlineData("OTEL_SDK_DISABLED", "maybe")]
    public void Mistake_IsASentenceThatNamesItAndTheWayOut(string name, string value)
    {
        var problem = Assert.Single(Read(name, value).Problems);

        Assert.StartsWith($"{name} is '{value}': set it to ", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://me:hunter2@collector:4318")]
    [InlineData("me:hunter2@collector:4318")]
    [InlineData("http://me:hunter2 b@collector:4318")]
    [InlineData("https://me:hunter2@hunter2@collector:4318")]
    public void Password_InAnAddress_IsRefusedAndNotRepeated(string address)
    {
        var problem = Assert.Single(Read("OTEL_EXPORTER_OTLP_ENDPOINT", address).Problems);

        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
        Assert.Contains("'…@collector:4318'", problem, StringComparison.Ordinal);
    }

    private static (TelemetryOptions Options, List<string> Problems) Read(params string[] settings)
    {
        var problems = new List<string>();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Chunk(2).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]))).Build();
        return (TelemetryOptions.Read(configuration, problems), problems);
    }
}
