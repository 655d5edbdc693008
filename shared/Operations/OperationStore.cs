using System.Globalization;
using System.Runtime.CompilerServices;
using ClickDeploy.Core;
using ClickDeploy.Storage;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Operations;

/// <summary>
/// The operations of organisations, newest first: partition <c>{org}|{month}</c>. Partition <c>{org}</c>, row <c>i|{id}</c>, says when an operation started, and so where
/// its row is; it is written first. Partition <c>|orgs</c> lists the organisations, each with the month of its oldest operation; <c>|unlisted</c> has, by their time, those that no list shows. The engine is never asked for a list.
/// </summary>
public sealed class OperationStore(IStorage storage, IOptions<OperationOptions> options, TimeProvider time)
{
    private const string OrgsPartition = "|orgs";
    private const string UnlistedPartition = "|unlisted";
    private const int MostAtOnce = 1_000;
    private readonly ITable _table = storage.Table("operations");

    /// <summary>Lists the operation unless it is listed.</summary>
    public async Task Begin(OrgId org, OperationRecord operation, CancellationToken cancellation = default)
    {
        if (await StartOf(org, operation.Id, cancellation) is { } started)
        {
            operation = operation with { StartedAt = started };
        }
        else
        {
            await _table.Commit(OrgsPartition, [new RowChange.Insert(org.Key, new() { ["org"] = org.Value, ["since"] = MonthOf(operation.StartedAt) })], cancellation);
            if (await _table.Commit(org.Key, [new RowChange.Insert(Pointer(operation.Id), new() { ["at"] = operation.StartedAt })], cancellation) is CommitResult.Conflict)
            {
                // Somebody else lists it just now: the request that asked for it, or its orchestration.
                operation = operation with { StartedAt = await StartOf(org, operation.Id, cancellation) ?? operation.StartedAt };
            }
        }

        await _table.Commit(Partition(org, operation.StartedAt), [new RowChange.Insert(Key(operation), JsonRow.Of(operation))], cancellation);
    }

    /// <summary>The same for one that may begin again under its id, such as a deletion or the next try of a restart: what is over is not over any more.</summary>
    public async Task BeginAgain(OrgId org, OperationRecord operation, CancellationToken cancellation = default)
    {
        await Begin(org, operation, cancellation);
        await Change(org, operation.Id, listed => listed.FinishedAt is null ? null : listed with { FinishedAt = null, Outcome = null }, cancellation);
    }

    /// <summary>Before an orchestration is started that is in nobody's list, so that its history is found when it is old. Again at a repeat, which harms nothing.</summary>
    public Task Note(string id, CancellationToken cancellation = default) =>
        _table.Commit(UnlistedPartition, [new RowChange.Upsert($"{time.GetUtcNow().UtcTicks:D19}|{id}", [])], cancellation);

    /// <summary>Those that were noted before that time, the oldest first; at most <paramref name="most"/>. Each with what forgets it (<see cref="Forget"/>).</summary>
    public async Task<IReadOnlyList<(string Id, string Noted)>> NotedBefore(DateTimeOffset before, int most, CancellationToken cancellation = default) =>
        await _table.Query(UnlistedPartition, KeyRange.All with { Below = $"{before.UtcTicks:D19}", Limit = most }, cancellation).Select(row => (row.Key[(row.Key.IndexOf('|') + 1)..], row.Key)).ToListAsync(cancellation);

    public Task Forget(string noted, CancellationToken cancellation = default) => _table.Commit(UnlistedPartition, [new RowChange.Delete(noted)], cancellation);

    /// <summary>Says that it is over, unless that is known.</summary>
    public Task End(OrgId org, string id, string outcome, CancellationToken cancellation = default) =>
        Change(org, id, listed => listed.FinishedAt is null ? listed with { FinishedAt = time.GetUtcNow(), Outcome = outcome } : null, cancellation);

    public async Task<Versioned<OperationRecord>?> Find(OrgId org, string id, CancellationToken cancellation = default) =>
        await StartOf(org, id, cancellation) is { } started
            ? JsonRow.ReadVersioned<OperationRecord>(await _table.Get(Partition(org, started), $"{NewestFirst.Key(started)}|{id}", cancellation))
            : null;

    /// <summary>Newest first; those after the cursor when one is given (<see cref="Cursor"/>). Read in parts that grow: what is behind the last one asked for stays unread.</summary>
    /// <param name="size">Of the first part: as many as are likely to be asked for.</param>
    public async IAsyncEnumerable<OperationRecord> List(OrgId org, string? after, int size, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        var month = after is null ? MonthOf(now) : DateTimeOffset.ParseExact(after[..6], "yyyyMM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        for (var range = after is null ? KeyRange.All : KeyRange.All.After(after[7..]); month.AddMonths(1) > now - options.Value.Kept; month = month.AddMonths(-1), range = KeyRange.All)
        {
            for (var isAll = false; !isAll;)
            {
                var rows = await _table.Query(Partition(org, month), range.Take(size), cancellation).ToListAsync(cancellation);
                foreach (var row in rows)
                {
                    yield return JsonRow.Read<OperationRecord>(row);
                }

                isAll = rows.Count < size;
                (range, size) = isAll ? (range, size) : (range.After(rows[^1].Key), Math.Min(size * 2, MostAtOnce));
            }
        }
    }

    /// <summary>Those that have operations.</summary>
    public async Task<IReadOnlyList<OrgId>> Orgs(CancellationToken cancellation = default) =>
        await _table.Query(OrgsPartition, KeyRange.All, cancellation).Select(row => new OrgId(row.Data.Text("org")!)).ToListAsync(cancellation);

    /// <summary>Those that began before that time, the oldest month's first; at most <paramref name="most"/>.</summary>
    public async Task<IReadOnlyList<OperationRecord>> StartedBefore(OrgId org, DateTimeOffset before, int most, CancellationToken cancellation = default)
    {
        var found = new List<OperationRecord>();
        if (await _table.Get(OrgsPartition, org.Key, cancellation) is not { } listed || listed.Data.Time("since") is not { } since)
        {
            return found;
        }

        var oldest = since;
        for (var month = since; month <= before && found.Count < most; month = month.AddMonths(1))
        {
            var rows = await _table.Query(Partition(org, month), KeyRange.All with { From = NewestFirst.Key(before) }, cancellation).ToListAsync(cancellation);
            found.AddRange(rows.AsEnumerable().Reverse().Select(JsonRow.Read<OperationRecord>));
            if (found.Count == 0 && month.AddMonths(1) <= before)
            {
                // Nothing is left of that month, and nothing begins in it any more.
                oldest = month.AddMonths(1);
            }
        }

        if (oldest > since)
        {
            await _table.Commit(OrgsPartition, [new RowChange.Replace(org.Key, new() { ["org"] = org.Value, ["since"] = oldest }, listed.ETag)], cancellation);
        }

        return [.. found.Take(most)];
    }

    /// <summary>Forgets it. The row last: while it is there, it is found.</summary>
    public async Task Remove(OrgId org, OperationRecord operation, CancellationToken cancellation = default)
    {
        await _table.Commit(org.Key, [new RowChange.Delete(Pointer(operation.Id))], cancellation);
        await _table.Commit(Partition(org, operation.StartedAt), [new RowChange.Delete(Key(operation))], cancellation);
    }

    public static string Cursor(OperationRecord operation) => $"{Month(operation.StartedAt)}|{Key(operation)}";

    // Null leaves it as it is.
    private async Task Change(OrgId org, string id, Func<OperationRecord, OperationRecord?> change, CancellationToken cancellation)
    {
        while (await Find(org, id, cancellation) is { } found && change(found.Value) is { } changed)
        {
            if (await _table.Commit(Partition(org, changed.StartedAt), [new RowChange.Replace(Key(changed), JsonRow.Of(changed), found.ETag)], cancellation) is CommitResult.Committed)
            {
                return;
            }
        }
    }

    private async Task<DateTimeOffset?> StartOf(OrgId org, string id, CancellationToken cancellation) => (await _table.Get(org.Key, Pointer(id), cancellation))?.Data.Time("at");

    private static string Partition(OrgId org, DateTimeOffset started) => $"{org.Key}|{Month(started)}";

    private static DateTimeOffset MonthOf(DateTimeOffset time) => new(time.UtcDateTime.Year, time.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);

    private static string Month(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture);

    private static string Key(OperationRecord operation) => $"{NewestFirst.Key(operation.StartedAt)}|{operation.Id}";

    private static string Pointer(string id) => $"i|{id}";
}
