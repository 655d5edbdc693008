using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ClickDeploy.Core;
using ClickDeploy.Secrets;
using ClickDeploy.Services;
using ClickDeploy.Storage;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Variables;

/// <summary>
/// The variables of services as immutable revisions. Partition <c>{org}|{service}</c>: <c>m|{inverted number}</c> says what a revision is, <c>v|{number}</c>
/// holds its sealed values. The newest revision is what the user has set; the insert of the next one is what makes two writers meet.
/// </summary>
public sealed class VariableStore(IStorage storage, SecretBox box, Signals signals, TimeProvider time, IOptions<VariableOptions> options)
{
    private static readonly KeyRange First = KeyRange.Prefix("m|").Take(1);
    private readonly ITable _table = storage.Table("variables");
    private readonly RowCache<VariableRevision> _read = new();

    /// <summary>The newest revision; <see cref="VariableRevision.None"/> before the first.</summary>
    public async Task<VariableRevision> Newest(ServiceRef service, CancellationToken cancellation = default)
    {
        await foreach (var row in _table.Query(Partition(service), First, cancellation))
        {
            return _read.Read(row);
        }

        return VariableRevision.None;
    }

    /// <summary>Null: there is no such revision, or it was pruned.</summary>
    public async Task<VariableRevision?> Find(ServiceRef service, int number, CancellationToken cancellation = default) => number == 0
        ? VariableRevision.None
        : await _table.Get(Partition(service), MetaKey(number), cancellation) is { } row ? _read.Read(row) : null;

    /// <summary>Newest first; those older than <paramref name="before"/> when it is given.</summary>
    public async IAsyncEnumerable<VariableRevision> List(ServiceRef service, int? before = null, int? limit = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var range = KeyRange.Prefix("m|") with { Limit = limit };
        await foreach (var row in _table.Query(Partition(service), before is { } number ? range.After(MetaKey(number)) : range, cancellation))
        {
            yield return _read.Read(row);
        }
    }

    /// <summary>The variables with their values as the user has set them now.</summary>
    public async Task<VariableSet> Read(ServiceRef service, CancellationToken cancellation = default)
    {
        for (var tries = new Tries($"The variables of service {service.ServiceId}"); ; tries.Again())
        {
            var newest = await Newest(service, cancellation);
            if (await Read(service, newest, cancellation) is { } set)
            {
                return set;
            }

            // Removed between the two reads.
        }
    }

    /// <summary>The variables of a revision with their values. Null: there is no such revision, or it was pruned.</summary>
    public async Task<VariableSet?> Read(ServiceRef service, int number, CancellationToken cancellation = default) =>
        await Find(service, number, cancellation) is { } revision ? await Read(service, revision, cancellation) : null;

    /// <summary>Makes the edit of the newest revision, again if another writer was faster. <paramref name="expected"/>: the revision that the caller has read, if only that may be changed.</summary>
    public Task<VariableUpdate> Change(ServiceRef service, string by, int? expected, Func<VariableSet, VariableEdit> edit, CancellationToken cancellation = default) =>
        Change(service, new VariableAuthor(by), expected, edit, cancellation);

    /// <inheritdoc cref="Change(ServiceRef, string, int?, Func{VariableSet, VariableEdit}, CancellationToken)"/>
    public async Task<VariableUpdate> Change(ServiceRef service, VariableAuthor by, int? expected, Func<VariableSet, VariableEdit> edit, CancellationToken cancellation = default)
    {
        for (var tries = new Tries($"The variables of service {service.ServiceId}"); ; tries.Again())
        {
            var newest = await Newest(service, cancellation);
            if (expected is { } number && number != newest.Number)
            {
                return new VariableUpdate.Stale();
            }

            if (await Read(service, newest, cancellation) is not { } present)
            {
                continue;
            }

            switch (edit(present))
            {
                case VariableEdit.Refused refused:
                    return new VariableUpdate.Refused(refused.Reason, refused.Key);
                case VariableEdit.To to when Merge(present, to.Variables) is var after:
                    if (Excess(after) is { } excess)
                    {
                        return excess;
                    }

                    if (await Add(service, newest, after, by, to.RestoredFrom, cancellation) is { } set)
                    {
                        return new VariableUpdate.Updated(set);
                    }

                    break;
            }
        }
    }

    /// <summary>What an earlier try of the request has made; null: nothing that is known.</summary>
    public async Task<VariableSet?> MadeBy(ServiceRef service, Guid request, CancellationToken cancellation = default)
    {
        await foreach (var revision in List(service, cancellation: cancellation))
        {
            if (revision.Request == request)
            {
                return await Read(service, revision, cancellation);
            }
        }

        return null;
    }

    /// <summary>Removes all revisions but the newest ones and <paramref name="named"/>. May run again after a failure.</summary>
    public async Task Prune(ServiceRef service, IReadOnlyCollection<int> named, CancellationToken cancellation = default)
    {
        var old = new List<int>();
        await foreach (var revision in List(service, cancellation: cancellation))
        {
            old.Add(revision.Number);
        }

        foreach (var number in old.Skip(options.Value.KeptRevisions).Except(named))
        {
            await Remove(service, number, cancellation);
        }
    }

    /// <summary>Removes every revision of a service that is being deleted. May run again after a failure.</summary>
    public async Task RemoveAll(ServiceRef service, CancellationToken cancellation = default)
    {
        await foreach (var revision in List(service, cancellation: cancellation))
        {
            await Remove(service, revision.Number, cancellation);
        }
    }

    /// <summary>Seals with the present key what another one has sealed. May run again after a failure.</summary>
    public async Task Reseal(ServiceRef service, CancellationToken cancellation = default)
    {
        await foreach (var revision in List(service, cancellation: cancellation))
        {
            var key = ValuesKey(revision.Number);
            if (await _table.Get(Partition(service), key, cancellation) is { } row
                && await box.Reseal(service.OrgId, Place(service, revision.Number), SealedValues.Of(row), cancellation) is { } anew)
            {
                // Immutable but for this: a conflict says that it was pruned.
                await _table.Commit(Partition(service), [new RowChange.Replace(key, SealedValues.Row(anew), row.ETag)], cancellation);
            }
        }
    }

    // In one batch: no revision is there without its values.
    private Task Remove(ServiceRef service, int number, CancellationToken cancellation) =>
        _table.Commit(Partition(service), [new RowChange.Delete(MetaKey(number)), new RowChange.Delete(ValuesKey(number))], cancellation);

    private async Task<VariableSet?> Read(ServiceRef service, VariableRevision revision, CancellationToken cancellation)
    {
        if (revision.Number == 0)
        {
            return VariableSet.Empty;
        }

        if (await _table.Get(Partition(service), ValuesKey(revision.Number), cancellation) is not { } row)
        {
            return null;
        }

        var values = SealedValues.Unpack(await box.Open(service.OrgId, Place(service, revision.Number), SealedValues.Of(row), cancellation));
        return new(revision.Number, [.. revision.Variables.Select(entry => new Variable(entry.Key, new(values[entry.Key]), entry.IsSecret, entry.UpdatedAt, entry.Link))]);
    }

    // Null: somebody else has made the next revision.
    private async Task<VariableSet?> Add(ServiceRef service, VariableRevision newest, IReadOnlyList<Variable> after, VariableAuthor by, int? restoredFrom, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var entries = new List<VariableEntry>();
        foreach (var variable in after)
        {
            var digest = await box.Digest(service.OrgId, $"{service.ServiceId}|{variable.Key}", variable.Value.Reveal(), cancellation);
            var before = newest.Variables.FirstOrDefault(entry => entry.Key == variable.Key);
            entries.Add(before?.Digest == digest && before.IsSecret == variable.IsSecret && before.Link == variable.Link ? before : new(variable.Key, variable.IsSecret, digest, now, variable.Link));
        }

        var changes = VariableChange.Between(newest.Variables, entries, (one, other) => one == other);
        var dated = after.Zip(entries, (variable, entry) => variable with { UpdatedAt = entry.UpdatedAt }).ToList();
        if (changes.Count == 0)
        {
            return new(newest.Number, dated);
        }

        var revision = new VariableRevision { Number = newest.Number + 1, At = now, By = by.Name, Request = by.Request, Changes = changes, RestoredFrom = restoredFrom, Variables = entries };
        var values = await box.Seal(service.OrgId, Place(service, revision.Number), SealedValues.Pack(after), cancellation);
        RowChange[] batch = [new RowChange.Insert(MetaKey(revision.Number), JsonRow.Of(revision)), new RowChange.Insert(ValuesKey(revision.Number), SealedValues.Row(values))];
        if (await _table.Commit(Partition(service), batch, cancellation) is CommitResult.Conflict)
        {
            return null;
        }

        signals.Raise(ServiceStateStore.Subject(service.Service));
        return new(revision.Number, dated);
    }

    private static IReadOnlyList<Variable> Merge(VariableSet present, IEnumerable<VariableInput> wanted) =>
    [
        .. wanted.Select(input => (Input: input, Before: present.Find(input.Key))).Select(pair => new Variable(
            pair.Input.Key,
            pair.Input.Value ?? pair.Before!.Value,
            pair.Input.IsSecret ?? pair.Before?.IsSecret ?? VariableRules.LooksSecret(pair.Input.Key),
            default,
            pair.Input.Link ?? (pair.Input.Value is null ? pair.Before?.Link : null))).OrderBy(variable => variable.Key, StringComparer.Ordinal),
    ];

    private VariableUpdate? Excess(IReadOnlyList<Variable> variables)
    {
        if (variables.Count > options.Value.MaxVariables)
        {
            return new VariableUpdate.TooMany(options.Value.MaxVariables);
        }

        var bytes = variables.Sum(variable => variable.Key.Length + Encoding.UTF8.GetByteCount(variable.Value.Reveal()));
        return bytes > options.Value.MaxBytes ? new VariableUpdate.TooLarge(bytes, options.Value.MaxBytes) : null;
    }

    private static string Partition(ServiceRef service) => $"{service.OrgId.Key}|{service.ServiceId}";

    // What a box is sealed for: moved to another service or revision it does not open.
    private static string Place(ServiceRef service, int number) => string.Create(CultureInfo.InvariantCulture, $"variables|{service.ServiceId}|{number}");

    private static string MetaKey(int number) => $"m|{(int.MaxValue - number).ToString("D10", CultureInfo.InvariantCulture)}";

    private static string ValuesKey(int number) => $"v|{number.ToString("D10", CultureInfo.InvariantCulture)}";
}
