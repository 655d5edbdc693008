using Microsoft.Extensions.Configuration;

namespace ClickDeploy.SelfHost.Settings;

/// <summary>What is used of host.json, with the real host's defaults.</summary>
internal sealed record HostJson
{
    /// <summary>Where the real host keeps host.json among its settings; variables <c>AzureFunctionsJobHost__…</c> override it.</summary>
    public const string Section = "AzureFunctionsJobHost";

    public string RoutePrefix { get; init; } = "api";

    /// <summary>How long a request, a timer's firing or an activity may take; null is no limit.</summary>
    public TimeSpan? FunctionTimeout { get; init; }

    /// <summary>Names the durable engine's tables.</summary>
    public string? HubName { get; init; }

    /// <summary>The version of orchestrations that are started without one.</summary>
    public string? DefaultVersion { get; init; }

    /// <summary>How many activities run at the same time.</summary>
    public int? MaxActivities { get; init; }

    public static HostJson Read(IConfiguration configuration, List<string> problems)
    {
        var reader = new SettingReader(configuration, problems);
        return new HostJson
        {
            RoutePrefix = configuration[$"{Section}:extensions:http:routePrefix"] ?? "api",
            FunctionTimeout = reader.Span($"{Section}:functionTimeout"),
            HubName = reader.Text($"{Section}:extensions:durableTask:hubName"),
            DefaultVersion = reader.Text($"{Section}:extensions:durableTask:defaultVersion"),
            MaxActivities = (int?)reader.Number($"{Section}:extensions:durableTask:maxConcurrentActivityFunctions", 1, 10_000),
        };
    }
}
