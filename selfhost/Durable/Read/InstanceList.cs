using System.Runtime.CompilerServices;
using ClickDeploy.SelfHost.Durable.Rows;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.SelfHost.Durable.Read;

/// <summary>Instances by what a query asks, in the order of their ids. Reads the listing of the days in question, and of the instances only those that a page needs.</summary>
internal sealed class InstanceList(IndexStore index, InstanceReader reader, TimeProvider clock, Func<CancellationToken, Patience> patience)
{
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    public AsyncPageable<OrchestrationMetadata> Query(OrchestrationQuery query) => new Pages(this, query);

    private async IAsyncEnumerable<Page<OrchestrationMetadata>> Read(OrchestrationQuery query, string? after, int size, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        HashSet<OrchestrationRuntimeStatus>? statuses = query.Statuses is { } some && some.ToHashSet() is { Count: > 0 } asked ? asked : null;
        var listed = await index.Listed(query.CreatedFrom, query.CreatedTo, query.InstanceIdPrefix ?? "", clock.GetUtcNow(), patience(cancellation), cancellation);
        var page = new List<OrchestrationMetadata>();
        foreach (var (id, times) in listed.Where(one => after is null || string.CompareOrdinal(one.Key, after) > 0))
        {
            cancellation.ThrowIfCancellationRequested();
            // A listing row may be of an execution that is gone, or of a start that never happened.
            var found = await reader.Get(id, query.FetchInputsAndOutputs, patience(cancellation));
            await Clear(id, times.Where(time => time != found?.CreatedAt.UtcTicks), cancellation);
            if (found is not { } seen || !times.Contains(seen.CreatedAt.UtcTicks) || statuses?.Contains(seen.RuntimeStatus) == false)
            {
                continue;
            }

            if (page.Count == size)
            {
                yield return new Page<OrchestrationMetadata>(page, page[^1].InstanceId);
                page = [];
            }

            page.Add(seen);
        }

        yield return new Page<OrchestrationMetadata>(page);
    }

    // What a process left that died in the middle of a start or a purge. One that is young may be of a start under way.
    private async Task Clear(string id, IEnumerable<long> times, CancellationToken cancellation)
    {
        foreach (var time in times.Where(time => time < (clock.GetUtcNow() - Settled).UtcTicks))
        {
            await index.RemoveFromListing(id, new DateTimeOffset(time, TimeSpan.Zero), patience(cancellation));
        }
    }

    private sealed class Pages(InstanceList list, OrchestrationQuery query) : AsyncPageable<OrchestrationMetadata>
    {
        public override IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
            => list.Read(query, continuationToken ?? query.ContinuationToken, Math.Max(1, pageSizeHint ?? query.PageSize));
    }
}
