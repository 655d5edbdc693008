using ClickDeploy.Core;
using ClickDeploy.Projects;
using ClickDeploy.Storage;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Services;

/// <summary>What users set of services, by <see cref="ServiceKeys"/>. One partition for each organisation: another one's service cannot be read.</summary>
public sealed class ServiceStore(IStorage storage, Signals signals, IOptions<ServiceOptions> options)
{
    private readonly ITable _table = storage.Table("services");
    private readonly RowCache<Service> _read = new();

    public async Task<Versioned<Service>?> Find(OrgId org, ServiceId id, CancellationToken cancellation = default) =>
        JsonRow.ReadVersioned<Service>(await _table.Get(org.Key, ServiceKeys.Spec(id), cancellation));

    /// <summary>The services of a project, newest first. One range, however many there are.</summary>
    public async Task<IReadOnlyList<Service>> List(OrgId org, ProjectId project, CancellationToken cancellation = default)
    {
        var index = ServiceKeys.IndexOf(project);
        var services = new List<Service>();
        await foreach (var row in _table.Query(org.Key, KeyRange.Prefix(index), cancellation))
        {
            if (row.Data.Count > 0)
            {
                services.Add(_read.Read(row));
            }
            else if (await Find(org, new(Guid.Parse(row.Key.AsSpan(index.Length))), cancellation) is { } found)
            {
                services.Add(found.Value);
            }
        }

        return [.. services.OrderByDescending(service => service.CreatedAt).ThenBy(service => service.Id.Value)];
    }

    /// <summary>The services of an organisation by their ids, those after <paramref name="after"/>, at most <paramref name="most"/>.</summary>
    public async Task<IReadOnlyList<Versioned<Service>>> List(OrgId org, ServiceId? after, int most, CancellationToken cancellation = default)
    {
        var range = KeyRange.Prefix(ServiceKeys.Specs) with { Limit = most };
        return await _table.Query(org.Key, after is { } id ? range.After(ServiceKeys.Spec(id)) : range, cancellation).Select(row => JsonRow.ReadVersioned<Service>(row)!).ToListAsync(cancellation);
    }

    /// <summary>How many services the organisation has: one range of its projects' counts.</summary>
    public async Task<int> Count(OrgId org, CancellationToken cancellation = default)
    {
        var count = 0;
        await foreach (var row in _table.Query(org.Key, KeyRange.Prefix(ServiceKeys.Counts), cancellation))
        {
            count += row.Data.Int32("count") ?? 0;
        }

        return count;
    }

    public async Task<ServiceCreation> Create(Service service, CanvasPosition position, CancellationToken cancellation = default)
    {
        var (partition, count) = (service.Org.Key, ServiceKeys.Count(service.Project));
        for (var tries = new Tries($"Service {service.Id}"); ; tries.Again())
        {
            var counted = await _table.Get(partition, count, cancellation);
            var before = counted?.Data.Int32("count") ?? 0;
            if (before >= options.Value.MaxServices)
            {
                // The last that there is room for may be this one, written by an earlier try of this call.
                return await Find(service.Org, service.Id, cancellation) is { } made ? new ServiceCreation.Created(made) : new ServiceCreation.LimitReached(options.Value.MaxServices);
            }

            var result = await _table.Commit(
                partition,
                [
                    new RowChange.Insert(ServiceKeys.Spec(service.Id), JsonRow.Of(service)),
                    new RowChange.Insert(ServiceKeys.Name(service.Project, service.Name), Claim(service.Id)),
                    new RowChange.Insert(ServiceKeys.Index(service.Project, service.Id), JsonRow.Of(service)),
                    new RowChange.Insert(ServiceKeys.Position(service.Project, service.Id), Place(position)),
                    Counted(count, counted, before + 1),
                ],
                cancellation);
            if (result is CommitResult.Committed committed)
            {
                Raise(service.Project);
                return new ServiceCreation.Created(new(service, committed.ETags[0]!));
            }

            // Its own row is there: an earlier try of this call has written it.
            if (await Find(service.Org, service.Id, cancellation) is { } mine)
            {
                return new ServiceCreation.Created(mine);
            }

            if (await _table.Get(partition, ServiceKeys.Name(service.Project, service.Name), cancellation) is not null)
            {
                return new ServiceCreation.NameTaken();
            }
        }
    }

    /// <summary>Replaces just the version that was read; a new name is claimed and the old one freed with it.</summary>
    public async Task<ServiceUpdate> Update(Service service, string etag, CancellationToken cancellation = default)
    {
        if (await Find(service.Org, service.Id, cancellation) is not { } found || found.ETag != etag)
        {
            return new ServiceUpdate.Stale();
        }

        var data = JsonRow.Of(service);
        List<RowChange> changes = [new RowChange.Replace(ServiceKeys.Spec(service.Id), data, etag)];
        if (found.Value.Name != service.Name)
        {
            changes.Add(new RowChange.Insert(ServiceKeys.Name(service.Project, service.Name), Claim(service.Id)));
            changes.Add(new RowChange.Delete(ServiceKeys.Name(service.Project, found.Value.Name)));
        }

        changes.Add(new RowChange.Upsert(ServiceKeys.Index(service.Project, service.Id), data));

        var result = await _table.Commit(service.Org.Key, changes, cancellation);
        Raise(service.Project);
        return result switch
        {
            CommitResult.Committed committed => new ServiceUpdate.Updated(new(service, committed.ETags[0]!)),
            CommitResult.Conflict { Index: 1, Kind: ConflictKind.Exists } => new ServiceUpdate.NameTaken(),
            _ => new ServiceUpdate.Stale(),
        };
    }

    /// <summary>From now on no deployment of it may start. Null: there is no such service.</summary>
    public async Task<Service?> MarkDeleting(OrgId org, ServiceId id, CancellationToken cancellation = default)
    {
        while (await Find(org, id, cancellation) is { } found)
        {
            if (found.Value.Deleting)
            {
                return found.Value;
            }

            if (await Update(found.Value with { Deleting = true }, found.ETag, cancellation) is ServiceUpdate.Updated marked)
            {
                return marked.Service.Value;
            }
        }

        return null;
    }

    /// <summary>Switches auto-deploy off and says why. Nothing happens when it is off.</summary>
    public async Task PauseAutoDeploy(OrgId org, ServiceId id, AutoDeployPause pause, CancellationToken cancellation = default)
    {
        while (await Find(org, id, cancellation) is { Value: { AutoDeploy: true, Deleting: false } service, ETag: var etag })
        {
            if (await Update(service with { AutoDeploy = false, AutoDeployPause = pause, UpdatedAt = pause.At }, etag, cancellation) is ServiceUpdate.Updated)
            {
                return;
            }
        }
    }

    /// <summary>Removes the service with all its rows here and frees its name; nothing happens when it is gone.</summary>
    public async Task Remove(OrgId org, ServiceId id, CancellationToken cancellation = default)
    {
        while (await Find(org, id, cancellation) is { Value: var service, ETag: var etag })
        {
            var count = ServiceKeys.Count(service.Project);
            var counted = await _table.Get(org.Key, count, cancellation);
            var position = await PlaceOf(org, service.Project, id, cancellation);
            if (counted is null || position is null)
            {
                // Removed between the reads.
                continue;
            }

            await _table.Commit(
                org.Key,
                [
                    new RowChange.Delete(ServiceKeys.Spec(id), etag),
                    new RowChange.Delete(ServiceKeys.Name(service.Project, service.Name)),
                    new RowChange.Delete(ServiceKeys.Index(service.Project, id)),
                    new RowChange.Delete(position.Key),
                    Counted(count, counted, counted.Data.Int32("count")!.Value - 1),
                ],
                cancellation);
            Raise(service.Project);
        }
    }

    public async Task<CanvasPosition?> Position(OrgId org, ProjectId project, ServiceId id, CancellationToken cancellation = default) =>
        await PlaceOf(org, project, id, cancellation) is { } row ? Place(row) : null;

    /// <summary>Where the project's nodes stand. One range; those that the first release placed are not in it.</summary>
    public async Task<IReadOnlyDictionary<ServiceId, CanvasPosition>> Positions(OrgId org, ProjectId project, CancellationToken cancellation = default)
    {
        var prefix = ServiceKeys.PositionsOf(project);
        var positions = new Dictionary<ServiceId, CanvasPosition>();
        await foreach (var row in _table.Query(org.Key, KeyRange.Prefix(prefix), cancellation))
        {
            positions.Add(new(Guid.Parse(row.Key.AsSpan(prefix.Length))), Place(row));
        }

        return positions;
    }

    /// <summary>Moves all the nodes (at most 100) or none. False: one of them does not exist.</summary>
    public async Task<bool> SetPositions(OrgId org, ProjectId project, IReadOnlyDictionary<ServiceId, CanvasPosition> positions, CancellationToken cancellation = default)
    {
        for (var tries = new Tries($"The positions of project {project}"); ; tries.Again())
        {
            // Replaced, never upserted: a move must not bring back the row of a service that was just removed.
            var rows = await Task.WhenAll(positions.Keys.Select(id => PlaceOf(org, project, id, cancellation)));
            if (rows.Contains(null))
            {
                return false;
            }

            if (positions.Keys.Zip(rows).FirstOrDefault(pair => pair.Second!.Key == ServiceKeys.OldPosition(pair.First)) is { Second: { } old } moving)
            {
                await _table.Commit(org.Key, [new RowChange.Insert(ServiceKeys.Position(project, moving.First), old.Data), new RowChange.Delete(old.Key, old.ETag)], cancellation);
                continue;
            }

            var changes = positions.Zip(rows, RowChange (moved, row) => new RowChange.Replace(row!.Key, Place(moved.Value), row.ETag)).ToList();
            if (changes.Count == 0 || await _table.Commit(org.Key, changes, cancellation) is CommitResult.Committed)
            {
                Raise(project);
                return true;
            }
        }
    }

    private void Raise(ProjectId project) => signals.Raise(ProjectStore.Subject(project));

    private static RowData Claim(ServiceId id) => new() { ["id"] = id.Value };

    private async Task<Row?> PlaceOf(OrgId org, ProjectId project, ServiceId id, CancellationToken cancellation) =>
        await _table.Get(org.Key, ServiceKeys.Position(project, id), cancellation) ?? await _table.Get(org.Key, ServiceKeys.OldPosition(id), cancellation);

    private static CanvasPosition Place(Row row) => new(row.Data.Int32("x")!.Value, row.Data.Int32("y")!.Value);

    private static RowData Place(CanvasPosition position) => new() { ["x"] = position.X, ["y"] = position.Y };

    private static RowChange Counted(string key, Row? row, int count) => (row, count) switch
    {
        (null, _) => new RowChange.Insert(key, new() { ["count"] = count }),
        (_, 0) => new RowChange.Delete(key, row.ETag),
        _ => new RowChange.Replace(key, new() { ["count"] = count }, row.ETag),
    };
}
