using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Xml.Linq;
using Azure.Core;
using ClickDeploy.Storage.Rules;
using ClickDeploy.Storage.Sqlite;

namespace ClickDeploy.Storage.Azure;

/// <summary>All tables and containers of an account that a caller of ours can have made; others (with capitals or hyphens) belong to somebody else.</summary>
internal sealed class AzureCopy(AzureService tables, AzureService blobs)
{
    private const string Json = "application/json;odata=minimalmetadata";
    private const int PartBytes = 4 * 1024 * 1024;

    public async Task<IStorageSnapshot> Take(CancellationToken cancellation)
    {
        var scratch = new SqliteScratch();
        try
        {
            await foreach (var table in Tables(cancellation))
            {
                await foreach (var row in Rows(table, cancellation))
                    scratch.Add(row);
            }

            await foreach (var (container, blob) in Blobs(cancellation))
                await Copy(scratch, container, blob, cancellation);
            return scratch.Done();
        }
        catch
        {
            scratch.Dispose();
            throw;
        }
    }

    public async Task<bool> IsEmpty(CancellationToken cancellation)
    {
        await foreach (var table in Tables(cancellation))
        {
            await foreach (var _ in Rows(table, cancellation))
                return false;
        }

        await foreach (var _ in Blobs(cancellation))
            return false;
        return true;
    }

    private async Task Copy(SqliteScratch scratch, string container, BlobEntry blob, CancellationToken cancellation)
    {
        var source = new AzureBlobs(blobs, container);
        var id = scratch.Add(new StoredBlob(container, blob.Name, blob.Length));
        for (long offset = 0; offset < blob.Length; offset += PartBytes)
        {
            var count = (int)long.Min(PartBytes, blob.Length - offset);
            var part = await source.Read(blob.Name, offset, count, cancellation);
            if (part?.Length != count)
                throw new StorageUnavailableException($"The blob '{container}/{blob.Name}' changes while it is read: another process writes to this account. Stop it and try again.");
            scratch.Append(id, offset, part);
        }
    }

    private async IAsyncEnumerable<string> Tables([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var next = ""; next is not null;)
        {
            var reply = await tables.Send(RequestMethod.Get, "/Tables" + next, request => request.Headers.SetValue("Accept", "application/json;odata=nometadata"), cancellation);
            if (reply.Status != 200)
                throw tables.Unexpected("a listing of its tables", reply);
            using var json = JsonDocument.Parse(reply.Body);
            foreach (var name in json.RootElement.GetProperty("value").EnumerateArray().Select(table => table.GetProperty("TableName").GetString()!).Where(KeyRules.IsName))
                yield return name;
            next = Header(reply, "NextTableName") is { } table ? $"?NextTableName={Uri.EscapeDataString(table)}" : null;
        }
    }

    private async IAsyncEnumerable<StoredRow> Rows(string table, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var next = ""; next is not null;)
        {
            var reply = await tables.Send(RequestMethod.Get, $"/{table}()?$top=1000{next}", request => request.Headers.SetValue("Accept", Json), cancellation);
            if (reply.Status != 200)
                throw tables.Unexpected($"a read of table '{table}'", reply);
            using var json = JsonDocument.Parse(reply.Body);
            foreach (var entity in json.RootElement.GetProperty("value").EnumerateArray())
            {
                var row = EntityJson.Read(entity, entity.GetProperty("PartitionKey").GetString()!);
                yield return new(table, row.Partition, row.Key, row.Data);
            }

            next = Header(reply, "NextPartitionKey") is { } partition
                ? $"&NextPartitionKey={Uri.EscapeDataString(partition)}{(Header(reply, "NextRowKey") is { } key ? $"&NextRowKey={Uri.EscapeDataString(key)}" : "")}"
                : null;
        }
    }

    private async IAsyncEnumerable<(string Container, BlobEntry Blob)> Blobs([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var container in Containers(cancellation))
        {
            await foreach (var blob in new AzureBlobs(blobs, container).List("", cancellation))
                yield return (container, blob);
        }
    }

    private async IAsyncEnumerable<string> Containers([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var marker = ""; marker is not null;)
        {
            var reply = await blobs.Send(RequestMethod.Get, "/?comp=list" + marker, null, cancellation);
            if (reply.Status != 200)
                throw blobs.Unexpected("a listing of its containers", reply);
            using var stream = reply.Body.ToStream();
            var page = await XDocument.LoadAsync(stream, LoadOptions.None, cancellation);
            foreach (var name in page.Root!.Element("Containers")!.Elements("Container").Select(container => container.Element("Name")!.Value).Where(KeyRules.IsName))
                yield return name;
            marker = page.Root.Element("NextMarker")?.Value is { Length: > 0 } next ? $"&marker={Uri.EscapeDataString(next)}" : null;
        }
    }

    private static string? Header(AzureReply reply, string name) => reply.Headers.TryGetValue($"x-ms-continuation-{name}", out var value) && value.Length > 0 ? value : null;
}
