using System.Globalization;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.Storage;

namespace ClickDeploy.SelfHost.Durable.Rows;

/// <summary>An instance's row as it was read.</summary>
internal sealed record StoredInstance(InstanceRow Row, string ETag);

/// <summary>The table of instances: one partition each. Calls are repeated as long as <see cref="Patience"/> allows.</summary>
internal sealed class InstanceStore(IStorage storage, DurableOptions options)
{
    private readonly ITable _table = storage.Table(options.HubName + "instances");
    private readonly IBlobs _blobs = storage.Blobs(options.HubName + "histories");

    public Task<StoredInstance?> Get(string instance, Patience patience, CancellationToken cancellation = default) => patience.Ask(async () =>
        await _table.Get(instance, Keys.Instance, cancellation) is { } row ? new StoredInstance(InstanceRow.From(row.Data), row.ETag) : null);

    /// <summary>The steps <paramref name="first"/> ≤ n &lt; <paramref name="next"/>; fewer when somebody has removed some.</summary>
    public Task<List<HistoryStep>> Steps(string instance, int first, int next, Patience patience, CancellationToken cancellation = default) => patience.Ask(async () =>
    {
        var steps = new List<HistoryStep>();
        await foreach (var row in _table.Query(instance, new KeyRange(Keys.History(first), Keys.History(next)), cancellation))
        {
            if (await Bytes(row, cancellation) is { } bytes)
            {
                steps.Add(HistoryJson.Read(bytes));
            }
        }

        return steps;
    });

    /// <summary>One step, by its key; null when somebody has removed it. Azurite looks at all of a table for a range of keys.</summary>
    public Task<HistoryStep?> Step(string instance, int n, Patience patience) => patience.Ask(async () =>
        await _table.Get(instance, Keys.History(n)) is { } row && await Bytes(row, CancellationToken.None) is { } bytes ? HistoryJson.Read(bytes) : null);

    /// <summary>Messages of other processes, oldest first, by the key of their row.</summary>
    public Task<List<Row>> Inbox(string instance, int limit, Patience patience) => Rows(instance, KeyRange.Prefix(Keys.InboxPrefix).Take(limit), patience);

    /// <summary>Null when its blob was purged.</summary>
    public Task<byte[]?> MessageBytes(Row row, Patience patience) => patience.Ask(() => Bytes(row, CancellationToken.None));

    /// <summary>The steps that others are not told of yet, with the generation that made each.</summary>
    public async Task<Dictionary<int, int>> Outbox(string instance, Patience patience)
        => (await Rows(instance, KeyRange.Prefix(Keys.OutboxPrefix), patience)).ToDictionary(row => Keys.Number(row.Key), row => row.Data.Int32("generation") ?? 0);

    /// <summary>
    /// The data of a history row; what is too long for a row is put into a blob first. Its name ends in the commit's id: a process that has lost the hub
    /// and does not know it yet must not overwrite what its follower has written for the same step.
    /// </summary>
    public Task<RowData> Prepare(string instance, InstanceRow row, int n, byte[] step, Patience patience)
        => PrepareBytes(string.Create(CultureInfo.InvariantCulture, $"{Keys.Blobs(instance, row.Execution)}{n}-{row.Commit}"), step, patience);

    /// <summary>The data of a message row. It names the execution that its sender saw: the next one of the id is not meant.</summary>
    public async Task<RowData> PrepareMessage(string instance, string execution, string message, byte[] step, Patience patience)
    {
        var data = await PrepareBytes($"{Keys.Blobs(instance, execution)}m-{message}", step, patience);
        data["execution"] = execution;
        return data;
    }

    private async Task<RowData> PrepareBytes(string blob, byte[] step, Patience patience)
    {
        if (step.Length <= options.MaxRowBytes)
        {
            return StepRow.Inline(step);
        }

        await patience.Ask(async () =>
        {
            await _blobs.Put(blob, step);
            return true;
        });
        return StepRow.InBlob(blob, step.Length);
    }

    /// <summary>
    /// Commits <paramref name="row"/> with <paramref name="others"/>, over the version <paramref name="etag"/> or (null) as a new instance.
    /// A lost answer is resolved by reading the row: its commit id says whose it is.
    /// </summary>
    /// <returns>The new ETag, or null when somebody else was there first.</returns>
    public async Task<string?> Commit(string instance, string? etag, InstanceRow row, IEnumerable<RowChange> others, Patience patience)
    {
        RowChange[] changes =
        [
            etag is null ? new RowChange.Insert(Keys.Instance, row.ToData()) : new RowChange.Replace(Keys.Instance, row.ToData(), etag),
            .. others,
        ];
        for (var attempt = 0; ; attempt++)
        {
            patience.Check(null);
            var isAnswered = false;
            try
            {
                if (await _table.Commit(instance, changes) is CommitResult.Committed committed)
                {
                    return committed.ETags[0];
                }

                isAnswered = true;
            }
            catch (StorageUnavailableException outage)
            {
                await patience.Pause(attempt, outage);
            }

            var stored = await Get(instance, patience);
            if (stored?.Row.Commit == row.Commit)
            {
                return stored.ETag;
            }

            if (isAnswered || stored?.ETag != etag)
            {
                return null;
            }
        }
    }

    public Task PutMessage(string instance, string message, RowData data, Patience patience) => patience.Ask(async () =>
        // A conflict is our own earlier try, whose answer was lost.
        await _table.Commit(instance, [new RowChange.Insert(Keys.Inbox(message), data)]));

    /// <summary>Deletes rows that nobody else deletes; those that are gone already do not matter.</summary>
    public Task Delete(string instance, IReadOnlyCollection<string> keys, Patience patience) => patience.Ask(async () =>
    {
        foreach (var some in keys.Chunk(100))
        {
            if (await _table.Commit(instance, [.. some.Select(key => new RowChange.Delete(key))]) is CommitResult.Conflict)
            {
                foreach (var key in some)
                {
                    await _table.Commit(instance, [new RowChange.Delete(key)]);
                }
            }
        }

        return true;
    });

    public Task DeleteBlob(string blob, Patience patience) => patience.Ask(async () =>
    {
        await _blobs.Delete(blob);
        return true;
    });

    public Task DeleteBlobs(string instance, string execution, Patience patience) => patience.Ask(async () =>
    {
        await _blobs.DeletePrefix(Keys.Blobs(instance, execution));
        return true;
    });

    /// <summary>The executions that have blobs.</summary>
    public Task<HashSet<string>> Blobs(string instance, Patience patience) => patience.Ask(async () =>
    {
        var executions = new HashSet<string>(StringComparer.Ordinal);
        var folder = Keys.BlobFolder(instance);
        await foreach (var blob in _blobs.List(folder))
        {
            executions.Add(blob.Name[folder.Length..].Split('/')[0]);
        }

        return executions;
    });

    /// <summary>Removes the history rows below <paramref name="below"/> and the blobs of <paramref name="execution"/>.</summary>
    public async Task DeleteHistory(string instance, string execution, int below, Patience patience)
    {
        await DeleteBlobs(instance, execution, patience);
        var rows = await Rows(instance, new KeyRange(Keys.HistoryPrefix, Keys.History(below)), patience);
        await Delete(instance, [.. rows.Select(row => row.Key)], patience);
    }

    /// <summary>Removes the history rows below <paramref name="first"/>, each after its blob.</summary>
    public async Task DeletePast(string instance, int first, Patience patience)
    {
        var rows = await Rows(instance, new KeyRange(Keys.HistoryPrefix, Keys.History(first)), patience);
        foreach (var blob in rows.Select(row => StepRow.Blob(row.Data)).OfType<string>())
        {
            await DeleteBlob(blob, patience);
        }

        await Delete(instance, [.. rows.Select(row => row.Key)], patience);
    }

    /// <summary>
    /// Removes a finished instance; its row goes last, and only in the version <paramref name="stored"/>. Messages that came too late are left to the holder,
    /// who has been told of them: there may be some for the next execution.
    /// </summary>
    /// <param name="others">Executions before this one, whose blobs go too.</param>
    public async Task<bool> Purge(string instance, StoredInstance stored, IEnumerable<string> others, Patience patience)
    {
        foreach (var execution in others)
        {
            await DeleteBlobs(instance, execution, patience);
        }

        await DeleteHistory(instance, stored.Row.Execution, stored.Row.Next, patience);
        var deleted = await patience.Ask(async () => await _table.Commit(instance, [new RowChange.Delete(Keys.Instance, stored.ETag)]));
        return deleted is CommitResult.Committed || (deleted is CommitResult.Conflict && await Get(instance, patience) is null);
    }

    private Task<List<Row>> Rows(string instance, KeyRange range, Patience patience) => patience.Ask(async () =>
    {
        var rows = new List<Row>();
        await foreach (var row in _table.Query(instance, range))
        {
            rows.Add(row);
        }

        return rows;
    });

    private async Task<byte[]?> Bytes(Row row, CancellationToken cancellation)
        => StepRow.Blob(row.Data) is { } blob ? await _blobs.Read(blob, cancellation: cancellation) : StepRow.Bytes(row.Data);
}
