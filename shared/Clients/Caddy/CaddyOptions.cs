using System.Net;

namespace ClickDeploy.Clients.Caddy;

/// <summary>Where Caddy is and what it serves. The settings are those of specification 13.1, and DATA_DIR.</summary>
public sealed class CaddyOptions
{
    /// <summary>CADDY_ADMIN_URL: Caddy's admin API, on a loopback address; http://127.0.0.1:2019 if it is not set.</summary>
    public Uri AdminUrl { get; set; } = new("http://127.0.0.1:2019");

    /// <summary>PROXY_PORT: where the deployed services answer, on 127.0.0.1.</summary>
    public int ProxyPort { get; set; } = 8080;

    /// <summary>BASE_DOMAIN: services are {name}{4 digits} below it; localhost if it is not set.</summary>
    public string BaseDomain { get; set; } = "localhost";

    /// <summary>DATA_DIR: absolute. The routes are in its folder <c>routes</c>.</summary>
    public string DataDirectory { get; set; } = "";

    /// <summary>How long one call of the admin API may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The route table (DESIGN 9): a folder for each host, in it one empty file.</summary>
    public string RoutesDirectory => Path.Combine(DataDirectory, "routes");

    /// <summary>Where Caddy writes what it was asked for, a line for each request.</summary>
    public string AccessLogFile => Path.Combine(DataDirectory, "caddy", "access", "access.log");

    /// <summary>What is wrong, each a sentence that names the setting, its value and the fix.</summary>
    internal IEnumerable<string> Faults()
    {
        if (!AdminUrl.IsAbsoluteUri || AdminUrl.Scheme != Uri.UriSchemeHttp || !IsLoopback(AdminUrl.Host) || AdminUrl.PathAndQuery != "/")
            yield return $"CADDY_ADMIN_URL is '{AdminUrl}': set it to the admin API of a Caddy on this machine, like http://127.0.0.1:2019.";
        if (ProxyPort is < 1 or > 65535)
            yield return $"PROXY_PORT is {ProxyPort}: set it to a port from 1 to 65535.";
        if (!RouteRules.IsHost(BaseDomain))
            yield return $"BASE_DOMAIN is '{BaseDomain}': set it to a domain in lower case, like localhost or apps.example.com.";
        if (!Path.IsPathRooted(DataDirectory))
            yield return $"DATA_DIR is '{DataDirectory}': set it to an absolute path.";
        // Caddy reads the folder's path as a pattern and fills in what stands in braces.
        else if (DataDirectory.IndexOfAny(['*', '?', '[', ']', '\\', '{', '}']) >= 0)
            yield return $"DATA_DIR is '{DataDirectory}': Caddy cannot look below a path with *, ?, [, ], {{, }} or \\ in it; choose another folder.";
    }

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
