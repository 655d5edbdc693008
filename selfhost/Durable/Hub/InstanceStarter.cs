using System.Collections.Concurrent;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.Storage;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>A start that is asked for. <paramref name="IsFresh"/>: the id was made for it, so nobody can have it.</summary>
internal sealed record NewInstance(
    string Id,
    string Execution,
    string Name,
    string? Input,
    bool IsFresh = false,
    DateTimeOffset? StartAt = null,
    ParentLink? Parent = null,
    IReadOnlyCollection<OrchestrationRuntimeStatus>? Refused = null,
    string? Trace = null,
    string? Version = null,
    IReadOnlyDictionary<string, string>? Tags = null);

internal abstract record StartOutcome
{
    public sealed record Started(Message.Created News) : StartOutcome;

    /// <summary>This very execution was started before.</summary>
    public sealed record Same : StartOutcome;

    public sealed record Refused(OrchestrationRuntimeStatus Status) : StartOutcome;
}

/// <summary>Writes what a new execution begins with: index rows, then the instance with its first history row.</summary>
internal sealed class InstanceStarter(InstanceStore instances, IndexStore index, DurableOptions options, TimeProvider clock)
{
    private long _lastTicks;

    /// <summary>Starts of this process that ended without an answer: they may have left index rows.</summary>
    public ConcurrentQueue<Message.Found> Unfinished { get; } = new();

    /// <param name="bodies">Of who holds the hub: the first turn is committed with the start. Null: the holder takes it.</param>
    public async Task<StartOutcome> Start(NewInstance request, Patience patience, Bodies? bodies)
    {
        while (true)
        {
            var before = request.IsFresh ? null : await instances.Get(request.Id, patience);
            if (before?.Row.Execution == request.Execution)
            {
                return new StartOutcome.Same();
            }

            if (before is not null && (!before.Row.IsFinished || request.Refused?.Contains(before.Row.Status) == true))
            {
                return new StartOutcome.Refused(before.Row.Status);
            }

            var created = UniqueNow(before?.Row.CreatedAt.UtcTicks ?? 0);
            try
            {
                if (await TryStart(request, before, created, patience, bodies) is { } started)
                {
                    return started;
                }
            }
            catch (Exception)
            {
                bodies?.Forget(request.Id);
                Unfinished.Enqueue(new Message.Found(new ActiveRow.Hot(request.Id, request.Execution, created), request.Execution, created));
                throw;
            }

            // Somebody else started or removed it between the read and the commit: what there is now decides.
            request = request with { IsFresh = false };
        }
    }

    private async Task<StartOutcome?> TryStart(NewInstance request, StoredInstance? before, DateTimeOffset created, Patience patience, Bodies? bodies)
    {
        var first = new HistoryStep(created.UtcDateTime, Turn: false, [new ExecutionStarted(request.Name, request.Input, before?.Row.Seen, Trace: request.Trace, Version: request.Version, Tags: request.Tags)], []);
        var bytes = HistoryJson.Write(first);
        var n = before?.Row.Next ?? 0;
        var row = new InstanceRow(
            request.Name, request.Execution, 0, OrchestrationRuntimeStatus.Pending, created, created, n, n + 1, bytes.Length,
            Guid.NewGuid().ToString("N"), null, request.StartAt, request.Parent, request.Tags);

        await index.Announce(request.Id, request.Execution, created, patience);
        var start = new RowChange.Insert(Keys.History(n), await instances.Prepare(request.Id, row, n, bytes, patience));
        var turn = bodies is null || request.StartAt > created ? null : await bodies.Begin(request.Id, row, first);
        var write = turn is null ? null : await StepWrite.Prepare(instances, options, request.Id, turn.Before, turn.Plan, patience);
        var listed = index.List(request.Id, request.Execution, created, patience);
        var etag = await instances.Commit(request.Id, before?.ETag, write?.Row ?? row, [start, .. write?.Changes ?? []], patience);
        await listed;
        if (etag is null)
        {
            bodies?.Forget(request.Id);
            // After a lost answer the holder may have taken it on already.
            if ((await instances.Get(request.Id, patience))?.Row.Execution != request.Execution)
            {
                await index.Retract(request.Id, request.Execution, created, patience);
            }

            return null;
        }

        if (before is not null)
        {
            await Forget(request.Id, before.Row, patience);
        }

        return new StartOutcome.Started(new Message.Created(request.Execution, turn, write, etag));
    }

    // The execution before. Its history stays while it has something for others to deliver; a purge finds it.
    private async Task Forget(string instance, InstanceRow before, Patience patience)
    {
        await index.RemoveFromListing(instance, before.CreatedAt, patience);
        if ((await instances.Outbox(instance, patience)).Count == 0)
        {
            await instances.DeleteHistory(instance, before.Execution, before.Next, patience);
        }
    }

    // Two starts of one process never share a listing key, nor do two executions of an id.
    private DateTimeOffset UniqueNow(long after)
    {
        while (true)
        {
            var last = Volatile.Read(ref _lastTicks);
            var ticks = Math.Max(clock.GetUtcNow().UtcTicks, Math.Max(last, after) + 1);
            if (Interlocked.CompareExchange(ref _lastTicks, ticks, last) == last)
            {
                return new DateTimeOffset(ticks, TimeSpan.Zero);
            }
        }
    }
}
