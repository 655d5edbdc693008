using System.Runtime.CompilerServices;
using ClickDeploy.SelfHost.Durable.Rows;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.SelfHost.Durable.Read;

/// <summary>
/// Instances by what a query asks, in the order in which they were created. Reads of the listing, and of the instances, only what a page needs. Where few fit, a page may
/// have fewer or none, and a token all the same: no page takes longer than so many looks.
/// </summary>
internal sealed class InstanceList(IndexStore index, InstanceReader reader, TimeProvider clock, Func<CancellationToken, Patience> patience)
{
    /// <summary>So many do not fit a page, and it is given as it is.</summary>
    public const int MostMissed = 1_000;

    private const int LargestPage = 1_000;

    // Of those whose ids do not begin as asked only the listing is read.
    private const int MostPassed = 5_000;
    private const int MostUnfinished = 5_000;
    private const int AtOnce = 16;
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    public AsyncPageable<OrchestrationMetadata> Query(OrchestrationQuery query) => new Pages(this, query);

    private async IAsyncEnumerable<Page<OrchestrationMetadata>> Read(OrchestrationQuery query, string? after, int size, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        HashSet<OrchestrationRuntimeStatus>? statuses = query.Statuses is { } some && some.ToHashSet() is { Count: > 0 } asked ? asked : null;
        var (page, missed, passed) = (new List<OrchestrationMetadata>(), 0, 0);
        await foreach (var part in Parts(query, statuses, after, size, cancellation))
        {
            var named = part.Where(one => one.Instance.StartsWith(query.InstanceIdPrefix ?? "", StringComparison.Ordinal)).ToList();
            passed += part.Count - named.Count;
            for (var at = 0; at < named.Count;)
            {
                // One more tells whether there is another page.
                var next = named.GetRange(at, Math.Min(named.Count - at, statuses is null ? Math.Min(size + 1 - page.Count, AtOnce) : AtOnce));
                at += next.Count;
                foreach (var seen in await Look(next, statuses, query.FetchInputsAndOutputs, cancellation))
                {
                    if (seen is null)
                    {
                        missed++;
                        continue;
                    }

                    if (page.Count == size)
                    {
                        yield return new Page<OrchestrationMetadata>(page, Keys.Created(page[^1].CreatedAt, page[^1].InstanceId));
                        (page, missed, passed) = ([], 0, 0);
                    }

                    page.Add(seen);
                }

                if (missed >= MostMissed)
                {
                    yield return new Page<OrchestrationMetadata>(page, next[^1].Place);
                    (page, missed, passed) = ([], 0, 0);
                }
            }

            if (passed >= MostPassed)
            {
                yield return new Page<OrchestrationMetadata>(page, part[^1].Place);
                (page, missed, passed) = ([], 0, 0);
            }
        }

        yield return new Page<OrchestrationMetadata>(page);
    }

    private async IAsyncEnumerable<IReadOnlyList<ListedInstance>> Parts(
        OrchestrationQuery query, IReadOnlySet<OrchestrationRuntimeStatus>? statuses, string? after, int size, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var isOfUnfinished = statuses?.Any(InstanceRow.IsEnd) == false;
        if (isOfUnfinished && await index.Unfinished(query.CreatedFrom, query.CreatedTo, after, MostUnfinished, () => patience(cancellation)) is { } unfinished)
        {
            yield return unfinished;
            yield break;
        }

        await foreach (var part in index.Listed(query.CreatedFrom, query.CreatedTo, after, size + 1, clock.GetUtcNow(), () => patience(cancellation), cancellation))
        {
            yield return part;
        }
    }

    // Null: it is none that is asked for.
    private async Task<IReadOnlyList<OrchestrationMetadata?>> Look(
        IReadOnlyList<ListedInstance> some, IReadOnlySet<OrchestrationRuntimeStatus>? statuses, bool withPayloads, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var found = await Task.WhenAll(some.Select(one => reader.Get(one, statuses, withPayloads, patience(cancellation))));
        // A listing row may be of an execution that is gone, or of a start that never happened: left by a process that died in the middle of a start or a purge. One that is younger may be of a start under way.
        foreach (var (one, _) in some.Zip(found).Where(entry => !entry.Second.IsThere && entry.First.CreatedAt < clock.GetUtcNow() - Settled))
        {
            await index.RemoveFromListing(one.Instance, one.CreatedAt, patience(cancellation));
        }

        return [.. found.Select(one => one.Seen)];
    }

    private sealed class Pages(InstanceList list, OrchestrationQuery query) : AsyncPageable<OrchestrationMetadata>
    {
        public override IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
            => list.Read(query, continuationToken ?? query.ContinuationToken, Math.Clamp(pageSizeHint ?? query.PageSize, 1, LargestPage));
    }
}
