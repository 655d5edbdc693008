using System.Security.Cryptography;
using System.Text;
using ClickDeploy.Core;
using ClickDeploy.Storage;

namespace ClickDeploy.Inspections;

/// <summary>
/// The rows of inspections, in their organisation's partition: what was asked <c>e|{id}</c> (the request writes it; when the look is over its token is taken out), what was found <c>a|{id}</c> (the
/// orchestration does), and the places <c>u|{user}|{n}</c> that a user may fill at the same time.
/// </summary>
public sealed class InspectionStore(IStorage storage, Signals signals)
{
    /// <summary>No inspection takes longer: a place that is older was left by a crash before it began.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private readonly ITable _table = storage.Table("inspections");

    /// <summary>False: the user has <paramref name="limit"/> of them already.</summary>
    public async Task<bool> Add(Inspection inspection, int limit, CancellationToken cancellation = default)
    {
        var partition = inspection.Ref.OrgId.Key;
        if (await Find(inspection.Ref, cancellation) is not null)
        {
            // An earlier try of this call has written it.
            return true;
        }

        for (var place = 0; place < limit; place++)
        {
            var key = Place(inspection.User, place);
            var held = JsonRow.ReadVersioned<Holder>(await _table.Get(partition, key, cancellation));
            if (held is not null && inspection.RequestedAt - held.Value.Since < Longest)
            {
                continue;
            }

            var holder = JsonRow.Of(new Holder(inspection.Ref.Id, inspection.RequestedAt));
            RowChange[] batch = [new RowChange.Insert(Asked(inspection.Ref), JsonRow.Of(inspection)), held is null ? new RowChange.Insert(key, holder) : new RowChange.Replace(key, holder, held.ETag)];
            if (await _table.Commit(partition, batch, cancellation) is CommitResult.Committed)
            {
                if (held is not null)
                {
                    await Remove(inspection.Ref with { Id = held.Value.Inspection }, cancellation);
                }

                return true;
            }
        }

        return false;
    }

    public async Task<Inspection?> Find(InspectionRef inspection, CancellationToken cancellation = default) =>
        await _table.Get(inspection.OrgId.Key, Asked(inspection), cancellation) is { } row ? JsonRow.Read<Inspection>(row) : null;

    /// <summary>What was found so far; an empty answer when nothing was yet.</summary>
    public async Task<InspectionAnswer> Answer(InspectionRef inspection, CancellationToken cancellation = default) =>
        await _table.Get(inspection.OrgId.Key, Found(inspection), cancellation) is { } row ? JsonRow.Read<InspectionAnswer>(row) : new();

    /// <summary>Keeps what was found, unless it is over already: a step that runs again changes no answer.</summary>
    public async Task Put(InspectionRef inspection, InspectionAnswer answer, CancellationToken cancellation = default)
    {
        if (await Find(inspection, cancellation) is null || (await Answer(inspection, cancellation)).FinishedAt is not null)
        {
            return;
        }

        await _table.Commit(inspection.OrgId.Key, [new RowChange.Upsert(Found(inspection), JsonRow.Of(answer))], cancellation);
        signals.Raise(Subject(inspection.Id));
    }

    /// <summary>The look is over: its token goes, and the user may begin another one. Repeated, nothing happens.</summary>
    public async Task Release(InspectionRef inspection, CancellationToken cancellation = default)
    {
        if (JsonRow.ReadVersioned<Inspection>(await _table.Get(inspection.OrgId.Key, Asked(inspection), cancellation)) is not { Value: var asked, ETag: var etag })
        {
            return;
        }

        if (asked.Source.SealedToken is not null)
        {
            var bare = asked with { Source = asked.Source with { SealedToken = null } };
            await _table.Commit(inspection.OrgId.Key, [new RowChange.Replace(Asked(inspection), JsonRow.Of(bare), etag)], cancellation);
        }

        await foreach (var row in _table.Query(inspection.OrgId.Key, KeyRange.Prefix(Places(asked.User)), cancellation))
        {
            if (JsonRow.Read<Holder>(row).Inspection == inspection.Id)
            {
                await _table.Commit(inspection.OrgId.Key, [new RowChange.Delete(row.Key, row.ETag)], cancellation);
            }
        }
    }

    public async Task Remove(InspectionRef inspection, CancellationToken cancellation = default)
    {
        await _table.Commit(inspection.OrgId.Key, [new RowChange.Delete(Found(inspection))], cancellation);
        await _table.Commit(inspection.OrgId.Key, [new RowChange.Delete(Asked(inspection))], cancellation);
    }

    /// <summary>What <see cref="Put"/> raises in <see cref="Signals"/>.</summary>
    public static string Subject(Guid inspection) => $"inspection|{inspection:D}";

    private static string Asked(InspectionRef inspection) => $"e|{inspection.Id:D}";

    private static string Found(InspectionRef inspection) => $"a|{inspection.Id:D}";

    private static string Place(string user, int place) => $"{Places(user)}{place:D3}";

    // A user's name may have any character.
    private static string Places(string user) => $"u|{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user)))}|";

    private sealed record Holder(Guid Inspection, DateTimeOffset Since);
}
