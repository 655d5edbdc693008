using System.Globalization;
using System.Text.Json.Nodes;

namespace ClickDeploy.Clients.Caddy;

/// <summary>
/// The whole of Caddy's configuration. It names no host and no instance, so that it never changes while services come and go:
/// Caddy 2.6 drops connections and closes every WebSocket when its configuration does.
/// </summary>
internal static class CaddyConfiguration
{
    private const string AccessLogger = "http.log.access";
    private static readonly string[] NotLogged =
        ["request>remote_ip", "request>remote_port", "request>proto", "request>method", "request>uri", "request>headers", "request>tls", "user_id", "resp_headers"];

    private const string Found = "{http.matchers.file.relative}";

    public static JsonObject Make(CaddyOptions options) => new()
    {
        ["admin"] = Admin(options.AdminUrl),
        ["logging"] = Logging(options),
        ["apps"] = new JsonObject
        {
            ["http"] = new JsonObject
            {
                ["servers"] = new JsonObject { ["services"] = Server(options) },
            },
        },
    };

    // The same block as Caddy was started with. Caddy asks for our Origin, so that no page in a browser on this machine can give it orders.
    private static JsonObject Admin(Uri url) => new()
    {
        ["listen"] = url.Authority,
        ["enforce_origin"] = true,
        ["origins"] = new JsonArray(url.Authority),
    };

    // Of a request its host, status, length and duration are written, to be counted (AccessLog). The rest is the application's business: an address may
    // have a secret in its query, headers have them as a rule.
    private static JsonObject Logging(CaddyOptions options) => new()
    {
        ["logs"] = new JsonObject
        {
            ["default"] = new JsonObject { ["level"] = "WARN", ["exclude"] = new JsonArray(AccessLogger) },
            ["access"] = new JsonObject
            {
                ["include"] = new JsonArray(AccessLogger),
                ["writer"] = new JsonObject
                {
                    ["output"] = "file",
                    ["filename"] = options.AccessLogFile,
                    // Two files at most.
                    ["roll_size_mb"] = 16,
                    ["roll_keep"] = 1,
                    ["roll_gzip"] = false,
                },
                ["encoder"] = new JsonObject
                {
                    ["format"] = "filter",
                    ["wrap"] = new JsonObject { ["format"] = "json" },
                    ["fields"] = new JsonObject(NotLogged.Select(field => KeyValuePair.Create(field, (JsonNode?)new JsonObject { ["filter"] = "delete" }))),
                },
            },
        },
    };

    private static JsonObject Server(CaddyOptions options) => new()
    {
        ["listen"] = new JsonArray(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{options.ProxyPort}")),
        ["automatic_https"] = new JsonObject { ["disable"] = true },
        ["protocols"] = new JsonArray("h1"),
        ["read_header_timeout"] = "30s",
        ["idle_timeout"] = "2m",
        ["logs"] = new JsonObject(),
        ["routes"] = new JsonArray(
            // Twice: a switch between Caddy's look into the folder and its look at the file is seen by the second one.
            Route(options, "/[0-9]*", 2, [DefaultHeader("X-Content-Type-Options", "nosniff"), DefaultHeader("X-Frame-Options", "SAMEORIGIN"), Proxy()]),
            Route(options, $"/{RouteRules.StoppedFile}", 1, [NotCounted(), Page(CaddyPages.Stopped)]),
            Route(options, $"/{RouteRules.FailedFile}", 1, [NotCounted(), Page(CaddyPages.Failed)]),
            new JsonObject { ["handle"] = new JsonArray(NotCounted(), Page(CaddyPages.Unknown)) }),
        ["errors"] = new JsonObject { ["routes"] = new JsonArray(new JsonObject { ["handle"] = new JsonArray(Page(CaddyPages.Silent)) }) },
    };

    private static JsonObject Route(CaddyOptions options, string pattern, int looks, JsonNode[] handlers) => new()
    {
        ["match"] = new JsonArray(new JsonObject
        {
            ["header_regexp"] = new JsonObject { ["Host"] = new JsonObject { ["pattern"] = RouteRules.HostHeader } },
            ["file"] = new JsonObject
            {
                ["root"] = Path.Combine(options.RoutesDirectory, "{http.request.host}"),
                ["try_files"] = new JsonArray([.. Enumerable.Repeat(pattern, looks).Select(text => JsonValue.Create(text))]),
            },
        }),
        ["handle"] = new JsonArray(handlers),
        ["terminal"] = true,
    };

    private static JsonObject Proxy() => new()
    {
        ["handler"] = "reverse_proxy",
        ["upstreams"] = new JsonArray(new JsonObject { ["dial"] = Found }),
        ["transport"] = new JsonObject
        {
            ["protocol"] = "http",
            ["dial_timeout"] = "3s",
            // Node closes a connection that was idle for 5 s, others after 2: a request must never be sent into one that is being closed.
            ["keep_alive"] = new JsonObject { ["idle_timeout"] = "1500ms" },
        },
    };

    private static JsonObject DefaultHeader(string name, string value) => new()
    {
        ["handler"] = "headers",
        ["response"] = new JsonObject
        {
            ["deferred"] = true,
            ["require"] = new JsonObject { ["headers"] = new JsonObject { [name] = null } },
            ["set"] = new JsonObject { [name] = new JsonArray(value) },
        },
    };

    // What no application is asked is not its request; and nobody fills the log with names that he makes up.
    private static JsonObject NotCounted() => new() { ["handler"] = "vars", ["skip_log"] = true };

    private static JsonObject Page(CaddyPage page) => new()
    {
        ["handler"] = "static_response",
        ["status_code"] = page.Status,
        ["headers"] = new JsonObject
        {
            ["Content-Type"] = new JsonArray("text/html; charset=utf-8"),
            ["Cache-Control"] = new JsonArray("no-store"),
        },
        ["body"] = page.Html,
    };
}
