using ClickDeploy.SelfHost.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;

namespace ClickDeploy.SelfHost.Http;

/// <summary>Where the host listens and what it accepts. A function's own limit of the body: [RequestSizeLimit(bytes)] on its method.</summary>
internal sealed record ServerOptions
{
    /// <summary>PORT: where the API and the page answer, on 127.0.0.1.</summary>
    public int Port { get; init; } = 7071;

    /// <summary>ASPNETCORE_URLS: addresses that replace 127.0.0.1 and PORT, separated by ';'. With one that is no loopback address development mode ends, and with it its sign-in.</summary>
    public string? Urls { get; init; }

    /// <summary>MAX_REQUEST_BODY_BYTES: of one request, where its route does not say otherwise.</summary>
    public long MaxRequestBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>MAX_REQUEST_HEADER_BYTES: all headers of one request together.</summary>
    public int MaxRequestHeaderBytes { get; init; } = 32 * 1024;

    /// <summary>STOP_TIMEOUT_SECONDS: how long a stop waits for requests that are under way.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public static ServerOptions Read(IConfiguration configuration, List<string> problems)
    {
        var reader = new SettingReader(configuration, problems);
        var defaults = new ServerOptions();
        return new ServerOptions
        {
            Port = (int)reader.Number("PORT", defaults.Port, 0, 65535),
            Urls = ReadUrls(reader, problems),
            MaxRequestBodyBytes = reader.Number("MAX_REQUEST_BODY_BYTES", defaults.MaxRequestBodyBytes, 1024, 1L << 30),
            MaxRequestHeaderBytes = (int)reader.Number("MAX_REQUEST_HEADER_BYTES", defaults.MaxRequestHeaderBytes, 1024, 1 << 20),
            StopTimeout = TimeSpan.FromSeconds(reader.Number("STOP_TIMEOUT_SECONDS", (long)defaults.StopTimeout.TotalSeconds, 1, 300)),
        };
    }

    public IEnumerable<string> Addresses() =>
        Urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [$"http://127.0.0.1:{Port}"];

    public void ApplyTo(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxRequestHeaderBytes;
        kestrel.Limits.MaxRequestLineSize = Math.Min(8 * 1024, MaxRequestHeaderBytes);
    }

    private static string? ReadUrls(SettingReader reader, List<string> problems)
    {
        if (reader.Text("ASPNETCORE_URLS") is not { } text)
        {
            return null;
        }

        // '+' and '*' stand for every address and are no host names to Uri.
        var bad = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(url => !Uri.TryCreate(url.Replace("://+", "://any").Replace("://*", "://any"), UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp)
            .ToList();
        if (bad.Count > 0)
        {
            problems.Add($"ASPNETCORE_URLS has '{bad[0]}': set it to addresses such as http://127.0.0.1:7071, separated by ';' (TLS is the proxy's).");
        }

        return text;
    }
}
