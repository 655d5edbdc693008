using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using ClickDeploy.Storage;

namespace ClickDeploy.SelfHost.Durable.Rows;

/// <summary>A row of the partition <c>active</c>.</summary>
internal abstract record ActiveRow(string Instance)
{
    public sealed record Hot(string Instance, string Execution, DateTimeOffset CreatedAt) : ActiveRow(Instance);

    public sealed record Parked(string Instance, string Execution, DateTimeOffset CreatedAt, DateTimeOffset? WakeAt) : ActiveRow(Instance);

    public sealed record Poke(string Instance, string ETag) : ActiveRow(Instance);
}

/// <summary>Finds instances without reading them: those with open work, those that wait, those that were written to, and all by day.</summary>
internal sealed class IndexStore(IStorage storage, DurableOptions options)
{
    private const int ExecutionLength = 32;
    private const int MostListed = 1_000;

    // No release is older that kept no days.
    private const int DaysBefore = 400;

    private readonly ITable _table = storage.Table(options.HubName + "index");
    private readonly ConcurrentDictionary<string, bool> _days = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, GroupedWrites> _writes = new(StringComparer.Ordinal);

    /// <summary>What must stand before an execution's first commit.</summary>
    public Task Announce(string instance, string execution, DateTimeOffset created, Patience patience)
        => Upsert(Keys.Active, Keys.Hot(instance, execution), new RowData { ["created_at"] = created }, patience);

    /// <summary>Puts the execution among all of its day. Whoever takes the hub over does it again for what is hot: a crash may have come between.</summary>
    public async Task List(string instance, string execution, DateTimeOffset created, Patience patience)
    {
        await KnowDay(Keys.Day(created), patience);
        await Upsert(Keys.CreatedPartition(created), Keys.Created(created, instance), new RowData { ["execution"] = execution }, patience);
    }

    /// <summary>
    /// What is listed of instances that were created then, the oldest first, as parts that grow: whoever has enough stops, and what is behind is not read.
    /// </summary>
    /// <param name="after">Only what is behind that token (<see cref="ListedInstance.Of"/>).</param>
    /// <param name="size">Of the first part.</param>
    /// <param name="patience">Of each call.</param>
    public async IAsyncEnumerable<IReadOnlyList<ListedInstance>> Listed(
        DateTimeOffset? from, DateTimeOffset? to, string? after, int size, DateTimeOffset now, Func<Patience> patience, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var range = Places(from, to, after);
        var (firstDay, lastDay) = (Keys.Day(ListedInstance.At(range.From!).CreatedAt), to is { } until ? Keys.Day(until) : "99999999");
        size = Math.Clamp(size, 1, MostListed);
        foreach (var day in (await DaysKnown(now, patience())).Where(day => string.CompareOrdinal(day, firstDay) >= 0 && string.CompareOrdinal(day, lastDay) <= 0).Order(StringComparer.Ordinal))
        {
            for (var (left, isAll) = (range, false); !isAll;)
            {
                var (asked, part) = (size, left.Take(size));
                var rows = await patience().Ask(async () => await _table.Query(Keys.CreatedPartition(day), part, cancellation).ToListAsync(cancellation));
                isAll = rows.Count < asked;
                (left, size) = isAll ? (left, size) : (left.After(rows[^1].Key), Math.Min(size * 2, MostListed));
                yield return rows.ConvertAll(row => ListedInstance.At(row.Key));
            }
        }
    }

    /// <summary>
    /// All of those that have not ended, and perhaps some that have, in the same order, without the listing: each has a row of <c>active</c> until after its last commit.
    /// Null: there are more than <paramref name="most"/> such rows of a kind.
    /// </summary>
    public async Task<IReadOnlyList<ListedInstance>?> Unfinished(DateTimeOffset? from, DateTimeOffset? to, string? after, int most, Func<Patience> patience)
    {
        var (range, found) = (Places(from, to, after), new HashSet<ListedInstance>());
        // One that is parked or woken just now is in one of the three: it rests for a while before it is parked again.
        foreach (var kind in new[] { Keys.HotPrefix, Keys.ParkedPrefix, Keys.HotPrefix })
        {
            var rows = await Read(KeyRange.Prefix(kind).Take(most + 1), patience());
            if (rows.Count > most)
            {
                return null;
            }

            found.UnionWith(rows.OfType<ActiveRow.Hot>().Select(hot => new ListedInstance(hot.Instance, hot.CreatedAt)));
            found.UnionWith(rows.OfType<ActiveRow.Parked>().Select(parked => new ListedInstance(parked.Instance, parked.CreatedAt)));
        }

        return [.. found.Where(one => string.CompareOrdinal(one.Place, range.From) >= 0 && (range.Below is null || string.CompareOrdinal(one.Place, range.Below) < 0)).OrderBy(one => one.Place, StringComparer.Ordinal)];
    }

    private static KeyRange Places(DateTimeOffset? from, DateTimeOffset? to, string? after)
    {
        var (first, last) = (Keys.Ticks(from?.UtcTicks ?? 0), to?.UtcTicks ?? long.MaxValue);
        var behind = after is null ? null : ListedInstance.Of(after).Place;
        var range = behind is not null && string.CompareOrdinal(behind, first) > 0 ? KeyRange.All.After(behind) : new KeyRange(first);
        return range with { Below = last == long.MaxValue ? null : Keys.Ticks(last + 1) };
    }

    public async Task Retract(string instance, string execution, DateTimeOffset created, Patience patience)
    {
        // The hot row goes last: who finds it knows what else there may be.
        await RemoveFromListing(instance, execution, created, patience);
        await Delete(Keys.Active, Keys.Hot(instance, execution), patience);
    }

    public Task RemoveFromListing(string instance, DateTimeOffset created, Patience patience)
        => Delete(Keys.CreatedPartition(created), Keys.Created(created, instance), patience);

    // Two processes may have started it at the very same time.
    private Task RemoveFromListing(string instance, string execution, DateTimeOffset created, Patience patience) => patience.Ask(async () =>
    {
        var (partition, key) = (Keys.CreatedPartition(created), Keys.Created(created, instance));
        if (await _table.Get(partition, key) is { } row && row.Data.Text("execution") == execution)
        {
            await _table.Commit(partition, [new RowChange.Delete(key, row.ETag)]);
        }

        return true;
    });

    public async Task Park(string instance, string execution, DateTimeOffset created, DateTimeOffset? wakeAt, Patience patience)
    {
        await Upsert(Keys.Active, Keys.Parked(instance, execution), new RowData { ["created_at"] = created, ["wake_at"] = wakeAt }, patience);
        await Delete(Keys.Active, Keys.Hot(instance, execution), patience);
    }

    public async Task Unpark(string instance, string execution, DateTimeOffset created, Patience patience)
    {
        await Upsert(Keys.Active, Keys.Hot(instance, execution), new RowData { ["created_at"] = created }, patience);
        await Delete(Keys.Active, Keys.Parked(instance, execution), patience);
    }

    public Task RemoveHot(string instance, string execution, Patience patience) => Delete(Keys.Active, Keys.Hot(instance, execution), patience);

    public Task RemoveParked(string instance, string execution, Patience patience) => Delete(Keys.Active, Keys.Parked(instance, execution), patience);

    public Task Poke(string instance, Patience patience) => Upsert(Keys.Active, Keys.Poke(instance), [], patience);

    /// <summary>Removes a poke in the version that was read: a newer one stays.</summary>
    public Task RemovePoke(ActiveRow.Poke poke, Patience patience) => patience.Ask(async () =>
        await _table.Commit(Keys.Active, [new RowChange.Delete(Keys.Poke(poke.Instance), poke.ETag)]));

    public Task<List<ActiveRow>> All(Patience patience) => Read(KeyRange.All, patience);

    /// <summary>The hot rows of one instance.</summary>
    public async Task<List<ActiveRow.Hot>> HotOf(string instance, Patience patience)
        => [.. (await Read(KeyRange.Prefix($"{Keys.HotPrefix}{instance}|"), patience)).OfType<ActiveRow.Hot>().Where(hot => hot.Instance == instance)];

    public Task<List<ActiveRow>> Pokes(Patience patience) => Read(KeyRange.Prefix(Keys.PokePrefix), patience);

    // Once a day for each process.
    private async Task KnowDay(string day, Patience patience)
    {
        if (!_days.ContainsKey(day))
        {
            await Upsert(Keys.Days, day, [], patience);
            _days[day] = true;
        }
    }

    private async Task<List<string>> DaysKnown(DateTimeOffset now, Patience patience)
    {
        var days = (await Rows(Keys.Days, patience, CancellationToken.None)).ConvertAll(row => row.Key);
        if (days.Remove(Keys.DaysAreComplete))
        {
            return days;
        }

        // The listing is older than its list of days.
        var newest = days.Count > 0 ? days[^1] : Keys.Day(now);
        var at = DateTime.ParseExact(newest, "yyyyMMdd", CultureInfo.InvariantCulture);
        for (var i = 1; i <= DaysBefore; i++)
        {
            var day = at.AddDays(-i).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
            if (await patience.Ask(async () => await _table.Query(Keys.CreatedPartition(day), KeyRange.All.Take(1)).AnyAsync()))
            {
                await KnowDay(day, patience);
                days.Add(day);
            }
        }

        await Upsert(Keys.Days, Keys.DaysAreComplete, [], patience);
        return [.. days.Distinct(StringComparer.Ordinal)];
    }

    private Task<List<Row>> Rows(string partition, Patience patience, CancellationToken cancellation)
        => patience.Ask(async () => await _table.Query(partition, KeyRange.All, cancellation).ToListAsync(cancellation));

    private Task<List<ActiveRow>> Read(KeyRange range, Patience patience) => patience.Ask(async () =>
    {
        var rows = new List<ActiveRow>();
        await foreach (var row in _table.Query(Keys.Active, range))
        {
            if (Parse(row) is { } active)
            {
                rows.Add(active);
            }
        }

        return rows;
    });

    private static ActiveRow? Parse(Row row)
    {
        var rest = row.Key[(row.Key.IndexOf('|', StringComparison.Ordinal) + 1)..];
        if (row.Key.StartsWith(Keys.PokePrefix, StringComparison.Ordinal))
        {
            return new ActiveRow.Poke(rest, row.ETag);
        }

        var instance = rest[..^(ExecutionLength + 1)];
        var execution = rest[^ExecutionLength..];
        return row.Key.StartsWith(Keys.HotPrefix, StringComparison.Ordinal)
            ? new ActiveRow.Hot(instance, execution, row.Data.Time("created_at")!.Value)
            : new ActiveRow.Parked(instance, execution, row.Data.Time("created_at")!.Value, row.Data.Time("wake_at"));
    }

    private Task Upsert(string partition, string key, RowData data, Patience patience) => Write(partition, new RowChange.Upsert(key, data), patience);

    private Task Delete(string partition, string key, Patience patience) => Write(partition, new RowChange.Delete(key), patience);

    private Task Write(string partition, RowChange change, Patience patience) => patience.Ask(async () =>
    {
        await _writes.GetOrAdd(partition, static (partition, table) => new GroupedWrites(table, partition), _table).Write(change, patience);
        return true;
    });
}
