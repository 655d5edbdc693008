using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Http;

/// <summary>The storage's ETags as HTTP's: a provider's may hold quotes, so they travel encoded.</summary>
public static class ETags
{
    public static string ToHeader(string etag) => $"\"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(etag))}\"";

    /// <summary>Whether <c>If-Match</c> asks for another version than <paramref name="etag"/>. Without the header nothing is asked for.</summary>
    public static bool IfMatchFails(HttpRequest request, string etag)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
        {
            return false;
        }

        var ours = ToHeader(etag);
        return !header.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(tag => tag == "*" || tag == ours);
    }

    /// <summary>Whether <c>If-None-Match</c> names <paramref name="etag"/>: the caller has this version.</summary>
    public static bool IfNoneMatchHas(HttpRequest request, string etag)
    {
        var ours = ToHeader(etag);
        return request.Headers.IfNoneMatch.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(tag => tag == "*" || tag == ours || tag == "W/" + ours);
    }
}
