using ClickDeploy.SelfHost.Settings;
using Microsoft.Extensions.Configuration;

namespace ClickDeploy.SelfHost.Telemetry;

/// <summary>Where traces and metrics go, if anywhere. The OpenTelemetry SDK reads the other standard OTEL_ settings itself, and most of these; here they are checked, so that a mistake ends the start with a sentence.</summary>
internal sealed record TelemetryOptions
{
    private static readonly string[] Protocols = ["grpc", "http/protobuf"];
    private static readonly string[] Samplers = ["always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"];

    /// <summary>OTEL_EXPORTER_OTLP_ENDPOINT: where traces and metrics are sent by OTLP, such as a collector. Without it (and the two below) nothing is sent, and nothing of the SDK is loaded.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: where traces go instead, taken as it is (by http/protobuf it ends with /v1/traces); alone it sends traces only.</summary>
    public Uri? TracesEndpoint { get; init; }

    /// <summary>OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: where metrics go instead, taken as it is (by http/protobuf it ends with /v1/metrics); alone it sends metrics only.</summary>
    public Uri? MetricsEndpoint { get; init; }

    /// <summary>OTEL_EXPORTER_OTLP_PROTOCOL: how they are sent. Port 4317 of a collector speaks the first, 4318 the second.</summary>
    public string? Protocol { get; init; }

    /// <summary>OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: how traces are sent instead.</summary>
    public string? TracesProtocol { get; init; }

    /// <summary>OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: how metrics are sent instead.</summary>
    public string? MetricsProtocol { get; init; }

    /// <summary>OTEL_TRACES_SAMPLER: which traces are recorded. A part of them by OTEL_TRACES_SAMPLER_ARG, from 0 to 1.</summary>
    public string? Sampler { get; init; }

    /// <summary>OTEL_SDK_DISABLED: sends nothing, whatever else is set.</summary>
    public bool IsDisabled { get; init; }

    public bool Traces => !IsDisabled && (TracesEndpoint ?? Endpoint) is not null;

    public bool Metrics => !IsDisabled && (MetricsEndpoint ?? Endpoint) is not null;

    public static TelemetryOptions Read(IConfiguration configuration, List<string> problems)
    {
        var reader = new SettingReader(configuration, problems);
        return new TelemetryOptions
        {
            Endpoint = Address("OTEL_EXPORTER_OTLP_ENDPOINT", reader.Text("OTEL_EXPORTER_OTLP_ENDPOINT"), problems),
            TracesEndpoint = Address("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", reader.Text("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"), problems),
            MetricsEndpoint = Address("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", reader.Text("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"), problems),
            Protocol = Choice("OTEL_EXPORTER_OTLP_PROTOCOL", reader.Text("OTEL_EXPORTER_OTLP_PROTOCOL"), Protocols, "grpc", problems),
            TracesProtocol = Choice("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", reader.Text("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"), Protocols, "OTEL_EXPORTER_OTLP_PROTOCOL", problems),
            MetricsProtocol = Choice("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", reader.Text("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL"), Protocols, "OTEL_EXPORTER_OTLP_PROTOCOL", problems),
            Sampler = Choice("OTEL_TRACES_SAMPLER", reader.Text("OTEL_TRACES_SAMPLER"), Samplers, "parentbased_always_on", problems),
            IsDisabled = Choice("OTEL_SDK_DISABLED", reader.Text("OTEL_SDK_DISABLED")?.ToLowerInvariant(), ["true", "false"], "false", problems) == "true",
        };
    }

    // Credentials belong into the headers: an address is logged and shown.
    private static Uri? Address(string name, string? text, List<string> problems)
    {
        if (text is null)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0)
        {
            return uri;
        }

        // A mistyped address is not taken apart: whatever stands before an @ may be a password.
        var shown = text.LastIndexOf('@') is var at and >= 0 ? $"…{text[at..]}" : text;
        problems.Add($"{name} is '{shown}': set it to an address such as http://127.0.0.1:4317 without a name or password in it (OTEL_EXPORTER_OTLP_HEADERS is for those), or remove it for none.");
        return null;
    }

    private static string? Choice(string name, string? text, string[] choices, string otherwise, List<string> problems)
    {
        if (text is not null && !choices.Contains(text))
        {
            problems.Add($"{name} is '{text}': set it to {string.Join(", ", choices[..^1])} or {choices[^1]}, or remove it for {otherwise}.");
        }

        return text;
    }
}
