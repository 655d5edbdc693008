using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClickDeploy.SelfHost.Logging;

/// <summary>One line for each message on stdout; levels as the real host takes them from host.json (logging.logLevel) and from Logging__LogLevel__….</summary>
internal static class LineLogging
{
    public static void AddLines(this ILoggingBuilder logging, IConfiguration configuration, List<string> problems)
    {
        logging.Services.AddLogging();
        var format = Format(configuration["LOG_FORMAT"], problems);
        logging.Services.AddSingleton<ILoggerProvider>(services => new LineLoggerProvider(services.GetRequiredService<TimeProvider>(), format));
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // What is wrong with the platform, /ready says to whoever asks.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical);
        // What it says of a failed start is said in a sentence on stderr.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        AddLevels(logging, configuration.GetSection($"{Settings.HostJson.Section}:logging:logLevel"));
        AddLevels(logging, configuration.GetSection("Logging:LogLevel"));
    }

    private static LogFormat Format(string? text, List<string> problems)
    {
        if (text is "json" or "text")
        {
            return text == "json" ? LogFormat.Json : LogFormat.Text;
        }

        if (!string.IsNullOrEmpty(text))
        {
            problems.Add($"LOG_FORMAT is '{text}': set it to json or text, or remove it for json wherever the output is no terminal.");
        }

        return Console.IsOutputRedirected ? LogFormat.Json : LogFormat.Text;
    }

    private static void AddLevels(ILoggingBuilder logging, IConfigurationSection levels)
    {
        foreach (var level in levels.GetChildren())
        {
            if (Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out var parsed))
            {
                logging.AddFilter(level.Key.Equals("default", StringComparison.OrdinalIgnoreCase) ? null : level.Key, parsed);
            }
        }
    }
}
