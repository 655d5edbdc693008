using ClickDeploy.SelfHost.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;

namespace ClickDeploy.SelfHost.Http;

/// <summary>Where the host listens and what it accepts. A function's own limit of the body: [RequestSizeLimit(bytes)] on its method.</summary>
internal sealed record ServerOptions
{
    public int Port { get; init; } = 7071;

    /// <summary>Addresses that replace the loopback address and <see cref="Port"/>; ';' separates them.</summary>
    public string? Urls { get; init; }

    public long MaxRequestBodyBytes { get; init; } = 1024 * 1024;

    public int MaxRequestHeaderBytes { get; init; } = 32 * 1024;

    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public static ServerOptions Read(IConfiguration configuration, List<string> problems)
    {
        var reader = new SettingReader(configuration, problems);
        var defaults = new ServerOptions();
        return new ServerOptions
        {
            Port = (int)(reader.Number("PORT", 0, 65535) ?? defaults.Port),
            Urls = ReadUrls(reader, problems),
            MaxRequestBodyBytes = reader.Number("MAX_REQUEST_BODY_BYTES", 1024, 1L << 30) ?? defaults.MaxRequestBodyBytes,
            MaxRequestHeaderBytes = (int)(reader.Number("MAX_REQUEST_HEADER_BYTES", 1024, 1 << 20) ?? defaults.MaxRequestHeaderBytes),
            StopTimeout = reader.Number("STOP_TIMEOUT_SECONDS", 1, 300) is { } seconds ? TimeSpan.FromSeconds(seconds) : defaults.StopTimeout,
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
