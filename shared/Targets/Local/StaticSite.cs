using System.IO.Enumeration;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClickDeploy.Targets.Local;

/// <summary>Static files as a Caddy of their own, without its admin port. The configuration is a value: it is tested without Caddy.</summary>
internal static class StaticSite
{
    public const string FileName = "caddy.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Caddy's configuration: the files, names that start with a dot hidden but for <c>.well-known</c>, <c>/about</c> for <c>about.html</c>, <paramref name="fallback"/> where there is no file, <c>404.html</c> where there is one.</summary>
    public static string Configuration(string root, string address, string? fallback = null) => new JsonObject
    {
        ["admin"] = new JsonObject { ["disabled"] = true, ["config"] = new JsonObject { ["persist"] = false } },
        ["logging"] = new JsonObject { ["logs"] = new JsonObject { ["default"] = new JsonObject { ["level"] = "WARN" } } },
        ["apps"] = new JsonObject
        {
            ["http"] = new JsonObject
            {
                ["servers"] = new JsonObject
                {
                    ["static"] = new JsonObject
                    {
                        ["listen"] = new JsonArray(address),
                        ["automatic_https"] = new JsonObject { ["disable"] = true },
                        ["routes"] = new JsonArray([Hidden(), Page(root, "{http.request.uri.path}.html"), .. fallback is null ? (JsonNode[])[] : [Page(root, "/" + fallback, NoAsset())], Files(root)]),
                        ["errors"] = new JsonObject { ["routes"] = new JsonArray(OwnErrorPage(root), PlainError()) },
                    },
                },
            },
        },
    }.ToJsonString(Indented);

    /// <summary>A link that leads out of <paramref name="release"/>, relative to <paramref name="root"/>; null when there is none. Caddy would follow it to any file of this machine.</summary>
    public static string? StrayLink(string release, string root)
    {
        var links = new FileSystemEnumerable<FileSystemInfo>(
            root,
            (ref FileSystemEntry entry) => entry.ToFileSystemInfo(),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        return links.Where(link => !ReleasePath.IsWithin(release, link.FullName)).Select(link => Path.GetRelativePath(root, link.FullName)).FirstOrDefault();
    }

    private static JsonObject Hidden() => new()
    {
        ["match"] = new JsonArray(new JsonObject
        {
            ["path_regexp"] = new JsonObject { ["pattern"] = @"/\.[^/]" },
            ["not"] = new JsonArray(new JsonObject { ["path"] = new JsonArray("/.well-known/*") }),
        }),
        ["handle"] = new JsonArray(new JsonObject { ["handler"] = "error", ["status_code"] = 404 }),
    };

    // What is asked for is neither a file nor a folder, and the page is there.
    private static JsonObject Page(string root, string page, JsonObject? but = null) => new()
    {
        ["match"] = new JsonArray(new JsonObject
        {
            ["not"] = new JsonArray([File(root, "{http.request.uri.path}", "{http.request.uri.path}/"), .. but is null ? (JsonNode[])[] : [but]]),
            ["file"] = new JsonObject { ["root"] = root, ["try_files"] = new JsonArray(page) },
        }),
        ["handle"] = new JsonArray(new JsonObject { ["handler"] = "rewrite", ["uri"] = "{http.matchers.file.relative}" }),
    };

    private static JsonObject File(string root, params string[] names) => new()
    {
        ["file"] = new JsonObject { ["root"] = root, ["try_files"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]) },
    };

    // A script of an older release is not there any more: a page in its place would only hide that.
    private static JsonObject NoAsset() => new()
    {
        ["path_regexp"] = new JsonObject { ["name"] = "asset", ["pattern"] = @"(?i)\.(js|mjs|css|map|json|wasm|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|txt|xml|mp4|webm|pdf)$" },
    };

    private static JsonObject Files(string root) => new()
    {
        ["handle"] = new JsonArray(
            new JsonObject { ["handler"] = "encode", ["encodings"] = new JsonObject { ["gzip"] = new JsonObject() }, ["prefer"] = new JsonArray("gzip") },
            new JsonObject { ["handler"] = "file_server", ["root"] = root }),
    };

    private static JsonObject OwnErrorPage(string root) => new()
    {
        ["match"] = new JsonArray(new JsonObject { ["file"] = new JsonObject { ["root"] = root, ["try_files"] = new JsonArray("/404.html") } }),
        ["handle"] = new JsonArray(
            new JsonObject { ["handler"] = "rewrite", ["uri"] = "{http.matchers.file.relative}" },
            new JsonObject { ["handler"] = "file_server", ["root"] = root, ["status_code"] = "{http.error.status_code}" }),
    };

    private static JsonObject PlainError() => new()
    {
        ["handle"] = new JsonArray(new JsonObject
        {
            ["handler"] = "static_response",
            ["status_code"] = "{http.error.status_code}",
            ["headers"] = new JsonObject { ["Content-Type"] = new JsonArray("text/plain; charset=utf-8") },
            ["body"] = "{http.error.status_code} {http.error.status_text}\n",
        }),
    };
}
