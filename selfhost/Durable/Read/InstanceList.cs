using System.Runtime.CompilerServices;
using ClickDeploy.SelfHost.Durable.Rows;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.SelfHost.Durable.Read;

/// <summary>
/// Instances by what a query asks, in the order in which they were created. Reads of the listing, and of the instances, only what a page needs; where few are of the statuses
/// asked for, that is much of it.
/// </summary>
internal sealed class InstanceList(IndexStore index, InstanceReader reader, TimeProvider clock, Func<CancellationToken, Patience> patience)
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    public AsyncPageable<OrchestrationMetadata> Query(OrchestrationQuery query) => new Pages(this, query);

    private async IAsyncEnumerable<Page<OrchestrationMetadata>> Read(OrchestrationQuery query, string? after, int size, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        HashSet<OrchestrationRuntimeStatus>? statuses = query.Statuses is { } some && some.ToHashSet() is { Count: > 0 } asked ? asked : null;
        var page = new List<OrchestrationMetadata>();
        await foreach (var seen in Existing(query, after, size, cancellation))
        {
            if (statuses?.Contains(seen.RuntimeStatus) == false)
            {
                continue;
            }

            if (page.Count == size)
            {
                yield return new Page<OrchestrationMetadata>(page, Keys.Created(page[^1].CreatedAt, page[^1].InstanceId));
                page = [];
            }

            page.Add(seen);
        }

        yield return new Page<OrchestrationMetadata>(page);
    }

    private async IAsyncEnumerable<OrchestrationMetadata> Existing(OrchestrationQuery query, string? after, int size, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // One more tells whether there is another page.
        var parts = index.Listed(query.CreatedFrom, query.CreatedTo, query.InstanceIdPrefix ?? "", after, (int)Math.Min(size + 1L, int.MaxValue), clock.GetUtcNow(), () => patience(cancellation), cancellation);
        await foreach (var part in parts)
        {
            foreach (var some in part.Chunk(AtOnce))
            {
                cancellation.ThrowIfCancellationRequested();
                var found = await Task.WhenAll(some.Select(one => reader.Get(one.Instance, query.FetchInputsAndOutputs, patience(cancellation))));
                foreach (var (one, seen) in some.Zip(found))
                {
                    // A listing row may be of an execution that is gone, or of a start that never happened.
                    if (seen?.CreatedAt.UtcTicks == one.CreatedAt.UtcTicks)
                    {
                        yield return seen;
                    }
                    else if (one.CreatedAt < clock.GetUtcNow() - Settled)
                    {
                        // What a process left that died in the middle of a start or a purge. One that is younger may be of a start under way.
                        await index.RemoveFromListing(one.Instance, one.CreatedAt, patience(cancellation));
                    }
                }
            }
        }
    }

    private sealed class Pages(InstanceList list, OrchestrationQuery query) : AsyncPageable<OrchestrationMetadata>
    {
        public override IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
            => list.Read(query, continuationToken ?? query.ContinuationToken, Math.Max(1, pageSizeHint ?? query.PageSize));
    }
}
