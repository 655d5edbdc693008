using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Azure.Core;
using ClickDeploy.Storage.Rules;

namespace ClickDeploy.Storage.Azure;

internal sealed class AzureTable(AzureService service, string table) : ITable
{
    private const string Json = "application/json;odata=minimalmetadata";
    private const int PageRows = 1000;

    public async Task<Row?> Get(string partition, string key, CancellationToken cancellation = default)
    {
        KeyRules.Partition(partition);
        KeyRules.Row(key);
        var reply = await Fetch(TableUri.Entity(table, partition, key), cancellation);
        if (reply is null)
            return null;
        using var json = JsonDocument.Parse(reply.Body);
        return EntityJson.Read(json.RootElement, partition);
    }

    public IAsyncEnumerable<Row> Query(string partition, KeyRange range, CancellationToken cancellation = default)
    {
        KeyRules.Partition(partition);
        KeyRules.Range(range);
        return Pages(partition, range, cancellation);
    }

    public Task<CommitResult> Commit(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellation = default)
    {
        RowRules.Batch(partition, changes);
        var (body, contentType) = TableBatch.Write(service.Endpoint, table, partition, changes);
        return Commit(partition, changes, body, contentType, cancellation);
    }

    private async Task<CommitResult> Commit(string partition, IReadOnlyList<RowChange> changes, byte[] body, string contentType, CancellationToken cancellation)
    {
        for (var created = false; ; created = true)
        {
            var reply = await service.Send(
                RequestMethod.Post,
                "/$batch",
                request =>
                {
                    request.Headers.SetValue("Content-Type", contentType);
                    request.Headers.SetValue("Accept", Json);
                    request.Headers.SetValue("DataServiceVersion", "3.0;");
                    request.Content = RequestContent.Create(body);
                },
                cancellation);
            var parts = reply.Status == 202 ? TableBatch.Read(reply.Body).ToList() : [];
            if (parts.Count == changes.Count && parts.All(part => part.Status is 201 or 204))
                return new CommitResult.Committed([.. parts.Select((part, i) => changes[i] is RowChange.Delete ? null : part.ETag)]);

            var (code, message) = parts.FirstOrDefault(part => part.Status >= 400) is { Status: > 0 } failed
                ? AzureReply.Error(Encoding.UTF8.GetBytes(failed.Body))
                : (reply.ErrorCode, reply.ErrorMessage);
            if (code == "TableNotFound" && !created)
            {
                await CreateTable(cancellation);
                continue;
            }

            return Refusal(partition, changes.Count, code, message, reply);
        }
    }

    private CommitResult.Conflict Refusal(string partition, int changes, string? code, string? message, AzureReply reply)
    {
        ConflictKind? kind = code switch
        {
            "EntityAlreadyExists" => ConflictKind.Exists,
            "ResourceNotFound" or "EntityNotFound" => ConflictKind.NotFound,
            "UpdateConditionNotSatisfied" or "ConditionNotMet" => ConflictKind.Stale,
            _ => null,
        };

        // "{index}:The specified entity already exists."
        var index = message?.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && int.TryParse(message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
        if (kind is null || index < 0 || index >= changes)
            throw service.Unexpected($"a batch for table '{table}', partition '{partition}'", reply);
        if (reply.Repeated)
            throw new StorageUnavailableException($"An answer of Azure Storage to a batch for table '{table}', partition '{partition}' was lost: it may have been applied.");
        return new CommitResult.Conflict(index, kind.Value);
    }

    private async Task CreateTable(CancellationToken cancellation)
    {
        var reply = await service.Send(
            RequestMethod.Post,
            "/Tables",
            request =>
            {
                request.Headers.SetValue("Content-Type", "application/json");
                request.Headers.SetValue("Accept", Json);
                request.Headers.SetValue("Prefer", "return-no-content");
                request.Content = RequestContent.Create(Encoding.UTF8.GetBytes($$"""{"TableName":"{{table}}"}"""));
            },
            cancellation);
        if (reply.Status is not (201 or 204) && reply.ErrorCode != "TableAlreadyExists")
            throw service.Unexpected($"the creation of table '{table}'", reply);
    }

    private async IAsyncEnumerable<Row> Pages(string partition, KeyRange range, [EnumeratorCancellation] CancellationToken cancellation)
    {
        (string? Partition, string? Row)? next = null;
        for (var left = range.Limit ?? int.MaxValue; left > 0;)
        {
            var reply = await Fetch(TableUri.Query(table, partition, range, Math.Min(left, PageRows), next), cancellation);
            if (reply is null)
                yield break;

            using var json = JsonDocument.Parse(reply.Body);
            foreach (var entity in json.RootElement.GetProperty("value").EnumerateArray().Take(left))
            {
                cancellation.ThrowIfCancellationRequested();
                yield return EntityJson.Read(entity, partition);
                left--;
            }

            next = (Header(reply, "NextPartitionKey"), Header(reply, "NextRowKey"));
            if (next is (null, null))
                yield break;
        }
    }

    /// <returns>Null when there is no such row or table.</returns>
    private async Task<AzureReply?> Fetch(string path, CancellationToken cancellation)
    {
        var reply = await service.Send(RequestMethod.Get, path, request => request.Headers.SetValue("Accept", Json), cancellation);
        return reply.Status switch
        {
            200 => reply,
            404 => null,
            _ => throw service.Unexpected($"a read of table '{table}'", reply),
        };
    }

    private static string? Header(AzureReply reply, string name) => reply.Headers.TryGetValue($"x-ms-continuation-{name}", out var value) && value.Length > 0 ? value : null;
}
