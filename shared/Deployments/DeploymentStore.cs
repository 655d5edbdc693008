using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.CompilerServices;
using ClickDeploy.Core;
using ClickDeploy.Projects;
using ClickDeploy.Services;
using ClickDeploy.Storage;

namespace ClickDeploy.Deployments;

/// <summary>
/// The rows of deployments. Partition <c>{org}|{service}</c>: the object <c>d|{inverted time}|{id}</c> and, in the same batch, the claim of its number
/// <c>n|{number}</c>. Partition <c>{org}</c>: <c>i|{id}</c> says which service a deployment belongs to; it is written first.
/// </summary>
public sealed class DeploymentStore(IStorage storage, Signals signals)
{
    private static readonly Meter Meter = new("ClickDeploy.Deployments");
    private static readonly Counter<long> Ended = Meter.CreateCounter<long>("clickdeploy_deployments_total", description: "Deployments that ended, by outcome.");
    private static readonly KeyRange First = KeyRange.Prefix("d|").Take(1);
    private readonly ITable _table = storage.Table("deployments");
    private readonly RowCache<Deployment> _read = new();

    /// <summary>Inserts the deployment with the next free number unless it is there. Both the request and the first activity call this.</summary>
    public Task<Deployment> Add(DeploymentRef deployment, DeploymentTrigger trigger, string? commit, CancellationToken cancellation = default) => Add(deployment, new(trigger, commit), cancellation);

    /// <inheritdoc cref="Add(DeploymentRef, DeploymentTrigger, string?, CancellationToken)"/>
    public async Task<Deployment> Add(DeploymentRef deployment, DeploymentRequest request, CancellationToken cancellation = default)
    {
        await _table.Commit(deployment.Service.OrgId.Key, [new RowChange.Upsert($"i|{deployment.Id}", JsonRow.Of(deployment))], cancellation);
        for (var tries = new Tries($"Deployment {deployment.Id}"); ; tries.Again())
        {
            if (await Find(deployment, cancellation) is { } present)
            {
                return present;
            }

            var number = await HighestNumber(deployment.Service, cancellation) + 1;
            var added = new Deployment { Ref = deployment, Number = number, Status = DeploymentStatus.Queued, TriggeredBy = request.Trigger, RequestedCommit = request.Commit, Rollback = request.Rollback, ClearCache = request.ClearCache };
            var batch = new RowChange[]
            {
                new RowChange.Insert(NumberKey(number), new RowData { ["deployment"] = deployment.Deployment }),
                new RowChange.Insert(Key(deployment), JsonRow.Of(added)),
            };
            if (await _table.Commit(Partition(deployment.Service), batch, cancellation) is CommitResult.Committed)
            {
                Raise(deployment);
                return added;
            }
        }
    }

    public async Task<Deployment?> Find(DeploymentRef deployment, CancellationToken cancellation = default) =>
        await _table.Get(Partition(deployment.Service), Key(deployment), cancellation) is { } row ? JsonRow.Read<Deployment>(row) : null;

    /// <summary>The deployment of that id in the organisation, with its ETag; null: there is none.</summary>
    public async Task<Versioned<Deployment>?> Find(OrgId org, DeploymentId id, CancellationToken cancellation = default)
    {
        if (await _table.Get(org.Key, $"i|{id}", cancellation) is not { } parent)
        {
            return null;
        }

        var deployment = JsonRow.Read<DeploymentRef>(parent);
        return await _table.Get(Partition(deployment.Service), Key(deployment), cancellation) is { } row ? new(_read.Read(row), row.ETag) : null;
    }

    /// <summary>Newest first; those older than the row key <paramref name="after"/> when it is given (<see cref="Cursor"/>).</summary>
    public async IAsyncEnumerable<Deployment> List(ServiceRef service, string? after = null, int? limit = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var range = KeyRange.Prefix("d|") with { Limit = limit };
        await foreach (var row in _table.Query(Partition(service), after is null ? range : range.After(after), cancellation))
        {
            yield return _read.Read(row);
        }
    }

    public async Task<Deployment?> Newest(ServiceRef service, CancellationToken cancellation = default)
    {
        await foreach (var row in _table.Query(Partition(service), First, cancellation))
        {
            return _read.Read(row);
        }

        return null;
    }

    /// <summary>Applies <paramref name="change"/> to the newest version, again if another write was faster; null leaves it. A move that the transition table lacks is left out.</summary>
    /// <returns>The deployment as it is now; null: it is gone.</returns>
    public async Task<Deployment?> Change(DeploymentRef deployment, Func<Deployment, Deployment?> change, CancellationToken cancellation = default)
    {
        for (var tries = new Tries($"Deployment {deployment.Id}"); ; tries.Again())
        {
            if (JsonRow.ReadVersioned<Deployment>(await _table.Get(Partition(deployment.Service), Key(deployment), cancellation)) is not { } read)
            {
                return null;
            }

            if (change(read.Value) is not { } after || !read.Value.Status.MayBecome(after.Status))
            {
                return read.Value;
            }

            var write = new RowChange.Replace(Key(deployment), JsonRow.Of(after), read.ETag);
            if (await _table.Commit(Partition(deployment.Service), [write], cancellation) is CommitResult.Committed)
            {
                Raise(deployment);
                if (after.Status.IsFinal() && !read.Value.Status.IsFinal())
                {
                    Ended.Add(1, new KeyValuePair<string, object?>("outcome", after.Status.ToString().ToLowerInvariant()));
                }

                return after;
            }
        }
    }

    /// <summary>Removes every deployment of a service that is being deleted. May run again after a failure.</summary>
    public async Task RemoveAll(ServiceRef service, CancellationToken cancellation = default)
    {
        await foreach (var deployment in List(service, cancellation: cancellation))
        {
            await Remove(deployment, cancellation);
        }

        // The release before took a deployment and its number away one after the other, and may have been killed in between.
        await foreach (var number in _table.Query(Partition(service), KeyRange.Prefix("n|"), cancellation))
        {
            await _table.Commit(Partition(service), [new RowChange.Delete(number.Key, number.ETag)], cancellation);
        }
    }

    /// <summary>Removes one that is over; not the newest, whose number says what the next one's is.</summary>
    public async Task Remove(Deployment deployment, CancellationToken cancellation = default)
    {
        var service = deployment.Ref.Service;
        await _table.Commit(service.OrgId.Key, [new RowChange.Delete($"i|{deployment.Ref.Id}")], cancellation);
        // Together, as they came: nobody would find the number of one that is gone.
        await _table.Commit(Partition(service), [new RowChange.Delete(Key(deployment.Ref)), new RowChange.Delete(NumberKey(deployment.Number))], cancellation);
    }

    /// <summary>Where a list goes on after this deployment.</summary>
    public static string Cursor(Deployment deployment) => Key(deployment.Ref);

    /// <summary>What a change of the deployment raises in <see cref="Signals"/>.</summary>
    public static string Subject(DeploymentId id) => $"deployment|{id}";

    private async Task<int> HighestNumber(ServiceRef service, CancellationToken cancellation)
    {
        // Inverted like the time, so that the highest is the first row.
        await foreach (var row in _table.Query(Partition(service), KeyRange.Prefix("n|").Take(1), cancellation))
        {
            return int.MaxValue - int.Parse(row.Key.AsSpan(2), CultureInfo.InvariantCulture);
        }

        return 0;
    }

    private void Raise(DeploymentRef deployment)
    {
        signals.Raise(Subject(deployment.Id));
        signals.Raise(ServiceStateStore.Subject(deployment.Service.Service));
        signals.Raise(ProjectStore.Subject(deployment.Service.ProjectId));
    }

    private static string Partition(ServiceRef service) => $"{service.OrgId.Key}|{service.ServiceId}";

    private static string Key(DeploymentRef deployment) => $"d|{NewestFirst.Key(deployment.CreatedAt)}|{deployment.Id}";

    private static string NumberKey(int number) => $"n|{(int.MaxValue - number).ToString("D10", CultureInfo.InvariantCulture)}";
}
