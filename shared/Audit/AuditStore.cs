using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using ClickDeploy.Core;
using ClickDeploy.Storage;

namespace ClickDeploy.Audit;

/// <summary>
/// The record of who did what, newest first, 400 days long. Partition <c>{org}|{month}</c>; the row <c>{month}|{org}</c> of partition <c>months</c> is written
/// first, so that old months are found and removed.
/// </summary>
public sealed class AuditStore(IStorage storage, TimeProvider time)
{
    /// <summary>How long an entry stays.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(400);
    private const string Months = "months";
    private readonly ITable _table = storage.Table("audit");
    private readonly ConcurrentDictionary<string, bool> _known = new();

    /// <summary>Adds the entry, or replaces it with what is known of it now.</summary>
    public async Task Put(OrgId org, AuditEntry entry, CancellationToken cancellation = default)
    {
        var month = Month(entry.At);
        var listed = $"{month}|{org.Key}";
        if (!_known.ContainsKey(listed))
        {
            await _table.Commit(Months, [new RowChange.Upsert(listed, new() { ["org"] = org.Value })], cancellation);
            _known[listed] = true;
        }

        await _table.Commit(Partition(org, month), [new RowChange.Upsert(Key(entry), JsonRow.Of(entry))], cancellation);
    }

    /// <summary>Takes back an entry of something that was refused.</summary>
    public Task Remove(OrgId org, AuditEntry entry, CancellationToken cancellation = default) =>
        _table.Commit(Partition(org, Month(entry.At)), [new RowChange.Delete(Key(entry))], cancellation);

    /// <summary>Newest first; those after the cursor when one is given (<see cref="Cursor"/>).</summary>
    public async IAsyncEnumerable<AuditEntry> List(OrgId org, AuditQuery query, string? after, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        var month = after is null ? new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero) : DateTimeOffset.ParseExact(after[..6], "yyyyMM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var oldest = query.Since > now - Kept ? query.Since.Value : now - Kept;
        for (; month.AddMonths(1) > oldest; month = month.AddMonths(-1), after = null)
        {
            await foreach (var row in _table.Query(Partition(org, Month(month)), after is null ? KeyRange.All : KeyRange.All.After(after[7..]), cancellation))
            {
                if (JsonRow.Read<AuditEntry>(row) is var entry && query.Wants(entry))
                {
                    yield return entry;
                }
            }
        }
    }

    public static string Cursor(AuditEntry entry) => $"{Month(entry.At)}|{Key(entry)}";

    /// <summary>Removes the months that are older than entries stay.</summary>
    public async Task Tidy(CancellationToken cancellation = default)
    {
        var last = Month(time.GetUtcNow() - Kept);
        await foreach (var listed in _table.Query(Months, new KeyRange(Below: last), cancellation))
        {
            var partition = Partition(new(listed.Data.Text("org")!), listed.Key[..6]);
            await foreach (var row in _table.Query(partition, KeyRange.All, cancellation))
            {
                await _table.Commit(partition, [new RowChange.Delete(row.Key)], cancellation);
            }

            await _table.Commit(Months, [new RowChange.Delete(listed.Key)], cancellation);
        }
    }

    private static string Partition(OrgId org, string month) => $"{org.Key}|{month}";

    private static string Month(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture);

    private static string Key(AuditEntry entry) => $"{NewestFirst.Key(entry.At)}|{entry.Id}";
}
