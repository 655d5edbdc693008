using System.Globalization;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ClickDeploy.Storage.Azure;

/// <summary>Dates and signs each try of a request: SharedKey for blobs and queues, SharedKeyLite for tables.</summary>
internal sealed class SharedKeyPolicy(AzureConnection connection, bool isTables, TimeProvider time) : HttpPipelineSynchronousPolicy
{
    private const string Version = "2021-12-02";
    private const string TableVersion = "2019-02-02";

    // After Content-Encoding, Content-Language (never sent) and Content-Length, which the transport sets later.
    private static readonly string[] SignedHeaders =
        ["Content-MD5", "Content-Type", "Date", "If-Modified-Since", "If-Match", "If-None-Match", "If-Unmodified-Since", "Range"];

    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        var date = time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        request.Headers.SetValue("x-ms-date", date);
        request.Headers.SetValue("x-ms-version", isTables ? TableVersion : Version);
        var uri = request.Uri.ToUri();
        var authorization = isTables
            ? $"SharedKeyLite {connection.Account}:{connection.Sign($"{date}\n/{connection.Account}{uri.AbsolutePath}")}"
            : $"SharedKey {connection.Account}:{connection.Sign(Text(request, uri))}";
        request.Headers.SetValue("Authorization", authorization);
    }

    private string Text(Request request, Uri uri)
    {
        long length = 0;
        request.Content?.TryComputeLength(out length);
        var text = new StringBuilder(request.Method.Method).Append("\n\n\n").Append(length > 0 ? length : null).Append('\n');
        foreach (var name in SignedHeaders)
            text.Append(request.Headers.TryGetValue(name, out var value) ? value : "").Append('\n');

        foreach (var header in request.Headers.Where(header => header.Name.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase)).OrderBy(header => header.Name.ToLowerInvariant(), StringComparer.Ordinal))
            text.Append(header.Name.ToLowerInvariant()).Append(':').Append(header.Value.Trim()).Append('\n');

        text.Append('/').Append(connection.Account).Append(uri.AbsolutePath);
        var query = uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2));
        foreach (var part in query.OrderBy(part => part[0], StringComparer.Ordinal))
            text.Append('\n').Append(part[0]).Append(':').Append(Uri.UnescapeDataString(part[1]));
        return text.ToString();
    }
}
