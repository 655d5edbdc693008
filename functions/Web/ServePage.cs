using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace ClickDeploy.Functions.Web;

/// <summary>
/// The canvas page and its files, for every address that is nothing else: the page itself finds its way among them. What no other function answers comes here, whatever its
/// method: routing alone would say of every address that it can be read.
/// </summary>
public sealed class ServePage(WebFiles files)
{
    // Names with a hash of the content never change what they name.
    private const string HashedFolder = "assets/";
    private const string Policy = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    private static readonly string[] Reads = ["GET", "HEAD"];
    private static readonly string[] OtherAddresses = ["v1", "dev", "health", "ready", "runtime", "internal", "auth", "metrics"];

    [Function(nameof(ServePage)), Anyone]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request)
    {
        var path = request.Path.Value?.TrimStart('/') ?? "";
        var isOther = OtherAddresses.Contains(path.Split('/')[0], StringComparer.OrdinalIgnoreCase);
        var methods = isOther ? ApiOperation.MethodsAt(path) : Reads;
        if (methods.Count == 0)
        {
            return Problem.NoRoute(request.Path);
        }

        if (isOther || !methods.Contains(request.Method))
        {
            request.HttpContext.Response.Headers.Allow = string.Join(", ", methods);
            return Problem.WrongMethod(methods);
        }

        if (path.Length > 0 && files.Find(path) is { } file)
        {
            return Send(request, file, path.StartsWith(HashedFolder, StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache");
        }

        // A file that is not there is missing; any other address is one of the page's own.
        return Path.HasExtension(path) || path.StartsWith(HashedFolder, StringComparison.Ordinal)
            ? Problem.NoRoute(request.Path)
            : files.Index is { } index ? Send(request, index, "no-cache") : Problem.NoPage();
    }

    private static IResult Send(HttpRequest request, string file, string caching)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = caching;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        var written = new DateTimeOffset(File.GetLastWriteTimeUtc(file), TimeSpan.Zero);
        return Results.File(file, ContentTypes.Of(file), lastModified: written, entityTag: new EntityTagHeaderValue($"\"{written.UtcTicks:x}\""));
    }
}
