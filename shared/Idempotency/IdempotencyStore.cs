using System.Globalization;
using System.Text.Json;
using ClickDeploy.Core;
using ClickDeploy.Secrets;
using ClickDeploy.Storage;

namespace ClickDeploy.Idempotency;

/// <summary>
/// Writes by their Idempotency-Key, for 24 h. Partition <c>{org}</c>, row <c>k|{key}</c>; a row in partition <c>due|{hour}</c> is written first, so that
/// none is forgotten. Answers are sealed: some hold a secret that is shown once.
/// </summary>
public sealed class IdempotencyStore(IStorage storage, SecretBox box, TimeProvider time)
{
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private const int HoursLookedBack = 72;
    private readonly ITable _table = storage.Table("idempotency");

    /// <summary>The request that has the key: this one from now on, or (a repeat) one of the last 24 h.</summary>
    public async Task<(KeptRequest Request, bool IsRepeat)> Begin(OrgId org, string key, string digest, CancellationToken cancellation = default)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            var row = await _table.Get(org.Key, Key(key), cancellation);
            if (row is not null && JsonRow.Read<KeptRequest>(row) is var present && present.At > now - Kept)
            {
                return (present, true);
            }

            var begun = new KeptRequest(digest, Guid.NewGuid(), now);
            await _table.Commit(Due(now), [new RowChange.Upsert($"{org.Key}|{key}", new() { ["org"] = org.Value, ["key"] = key })], cancellation);
            RowChange write = row is null ? new RowChange.Insert(Key(key), JsonRow.Of(begun)) : new RowChange.Replace(Key(key), JsonRow.Of(begun), row.ETag);
            if (await _table.Commit(org.Key, [write], cancellation) is CommitResult.Committed)
            {
                return (begun, false);
            }
        }
    }

    /// <summary>Keeps what was decided for the request before it is done. Ids only: it is not sealed.</summary>
    public Task Decide(OrgId org, string key, KeptRequest request, CancellationToken cancellation = default) =>
        _table.Commit(org.Key, [new RowChange.Upsert(Key(key), JsonRow.Of(request))], cancellation);

    public async Task Keep(OrgId org, string key, KeptRequest request, KeptAnswer answer, CancellationToken cancellation = default)
    {
        var sealedAnswer = await box.Seal(org, Place(key), JsonSerializer.SerializeToUtf8Bytes(answer, Json.Options), cancellation);
        await _table.Commit(org.Key, [new RowChange.Upsert(Key(key), JsonRow.Of(request with { Answer = sealedAnswer }))], cancellation);
    }

    public async Task<KeptAnswer> Open(OrgId org, string key, byte[] answer, CancellationToken cancellation = default) =>
        JsonSerializer.Deserialize<KeptAnswer>(await box.Open(org, Place(key), answer, cancellation), Json.Options)!;

    /// <summary>Removes what is older than it need be.</summary>
    public async Task Tidy(CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        for (var hours = 1; hours <= HoursLookedBack; hours++)
        {
            var due = Due(now - Kept - TimeSpan.FromHours(hours));
            await foreach (var row in _table.Query(due, KeyRange.All, cancellation))
            {
                await Remove(new(row.Data.Text("org")!), row.Data.Text("key")!, now, cancellation);
                await _table.Commit(due, [new RowChange.Delete(row.Key)], cancellation);
            }
        }
    }

    private async Task Remove(OrgId org, string key, DateTimeOffset now, CancellationToken cancellation)
    {
        // The key may have been used anew since.
        if (await _table.Get(org.Key, Key(key), cancellation) is { } row && JsonRow.Read<KeptRequest>(row).At <= now - Kept)
        {
            await _table.Commit(org.Key, [new RowChange.Delete(row.Key, row.ETag)], cancellation);
        }
    }

    private static string Key(string key) => $"k|{key}";

    private static string Place(string key) => $"idempotency/{key}";

    private static string Due(DateTimeOffset time) => "due|" + time.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
}
