using System.Globalization;
using System.Text;

namespace ClickDeploy.Storage.Azure;

/// <summary>A batch as one changeset of <c>multipart/mixed</c>, and its answer.</summary>
internal static class TableBatch
{
    // An ETag of another provider: Azure would call the request malformed, where it is only stale.
    private const string NeverMatches = "W/\"datetime'1601-01-01T00%3A00%3A00.0000000Z'\"";

    public static (byte[] Body, string ContentType) Write(Uri endpoint, string table, string partition, IReadOnlyList<RowChange> changes)
    {
        var batch = $"batch_{Guid.NewGuid()}";
        var changeset = $"changeset_{Guid.NewGuid()}";
        using var body = new MemoryStream();
        Text(body, $"--{batch}\r\nContent-Type: multipart/mixed; boundary={changeset}\r\n\r\n");
        foreach (var change in changes)
        {
            Text(body, $"--{changeset}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
            Change(body, endpoint.AbsoluteUri.TrimEnd('/'), table, partition, change);
            Text(body, "\r\n");
        }

        Text(body, $"--{changeset}--\r\n--{batch}--\r\n");
        return (body.ToArray(), $"multipart/mixed; boundary={batch}");
    }

    /// <summary>Status, ETag and body of each part of an answer. A batch that failed has one part.</summary>
    public static IEnumerable<(int Status, string? ETag, string Body)> Read(BinaryData answer)
    {
        foreach (var part in answer.ToString().Split("HTTP/1.1 ").Skip(1))
        {
            var end = part.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var head = (end < 0 ? part : part[..end]).Split("\r\n");
            var etag = head.FirstOrDefault(line => line.StartsWith("ETag:", StringComparison.OrdinalIgnoreCase))?["ETag:".Length..].Trim();
            var body = end < 0 ? "" : part[(end + 4)..];
            var boundary = body.IndexOf("\r\n--", StringComparison.Ordinal);
            yield return (int.Parse(head[0].AsSpan(0, 3), CultureInfo.InvariantCulture), etag, boundary < 0 ? body : body[..boundary]);
        }
    }

    private static void Change(MemoryStream body, string endpoint, string table, string partition, RowChange change)
    {
        var entity = endpoint + TableUri.Entity(table, partition, change.Key);
        switch (change)
        {
            case RowChange.Insert insert:
                Request(body, "POST", $"{endpoint}/{table}", null, EntityJson.Write(partition, change.Key, insert.Data));
                break;
            case RowChange.Replace replace:
                Request(body, "PUT", entity, Known(replace.ETag), EntityJson.Write(partition, change.Key, replace.Data));
                break;
            case RowChange.Upsert upsert:
                Request(body, "PUT", entity, null, EntityJson.Write(partition, change.Key, upsert.Data));
                break;
            case RowChange.Delete delete:
                Request(body, "DELETE", entity, delete.ETag is null ? "*" : Known(delete.ETag), null);
                break;
        }
    }

    private static string Known(string etag) => etag.StartsWith("W/\"datetime'", StringComparison.Ordinal) ? etag : NeverMatches;

    private static void Request(MemoryStream body, string method, string uri, string? ifMatch, byte[]? json)
    {
        Text(body, $"{method} {uri} HTTP/1.1\r\nAccept: application/json;odata=minimalmetadata\r\nDataServiceVersion: 3.0;\r\n");
        if (ifMatch is not null)
            Text(body, $"If-Match: {ifMatch}\r\n");
        if (method == "POST")
            Text(body, "Prefer: return-no-content\r\n");
        if (json is not null)
            Text(body, "Content-Type: application/json\r\n");
        Text(body, "\r\n");
        body.Write(json);
    }

    private static void Text(MemoryStream body, string text) => body.Write(Encoding.UTF8.GetBytes(text));
}
