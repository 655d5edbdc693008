using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Hub;
using ClickDeploy.SelfHost.Durable.Json;
using ClickDeploy.SelfHost.Durable.Read;
using ClickDeploy.SelfHost.Durable.Replay;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.SelfHost.Durable.Traces;
using ClickDeploy.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.SelfHost.Durable.Client;

/// <summary>The client on a hub: by the mailboxes of this process when it holds the hub, else by rows that the holder will find.</summary>
internal sealed class HubClient(DurableHub hub, InstanceReader reader) : DurableTaskClient(hub.Parts.Options.HubName)
{
    private readonly HubParts _parts = hub.Parts;

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        var id = options?.InstanceId ?? Guid.NewGuid().ToString("N");
        InstanceId.Check(id);
        var request = new NewInstance(
            id,
            Guid.NewGuid().ToString("N"),
            orchestratorName.Name,
            Payload(input, "input"),
            IsFresh: options?.InstanceId is null,
            StartAt: options?.StartAt,
            Refused: [.. (options?.DedupeStatuses ?? []).Select(Status)],
            Version: Orchestration.VersionText(options?.Version is { } version ? version.Version : _parts.Options.DefaultVersion),
            Tags: Tags.Of(options?.Tags));
        await Start(request, cancellation);
        return id;
    }

    private async Task Start(NewInstance request, CancellationToken cancellation)
    {
        var (id, patience) = (request.Id, Patience(cancellation));
        using var span = DurableTrace.Starting(request.Name, id);
        request = request with { Trace = DurableTrace.PlaceOf(span) };
        if (hub.Term is null)
        {
            await _parts.Index.Poke(id, patience);
        }

        switch (await _parts.Starter.Start(request, patience, _parts.Lease.IsHeld ? hub.Term?.Bodies : null))
        {
            case StartOutcome.Started started:
                await Notify(id, started.News, patience);
                _parts.Completions.Changed(id);
                break;
            case StartOutcome.Refused refused:
                if (refused.Status is OrchestrationRuntimeStatus.Pending or OrchestrationRuntimeStatus.Running)
                {
                    // Perhaps an earlier try of this caller, whose process died before it could tell anybody.
                    await Notify(id, new Message.Look(), patience);
                }

                throw new InvalidOperationException($"An Orchestration instance with the ID {id} already exists (status {refused.Status}).");
        }
    }

    public override async Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        InstanceId.Check(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        using var span = DurableTrace.Raising(eventName, instanceId);
        var message = MessageIds.New(_parts.Clock);
        var raised = new Message.Raised(new EventRaised(eventName, Payload(eventPayload, $"event '{eventName}'"), message));
        if (await Deliver(instanceId, raised, message, cancellation) == Delivery.Finished)
        {
            throw await Ended("raise event " + eventName + " for", instanceId, cancellation);
        }
    }

    public override async Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        InstanceId.Check(instanceId);
        await Ask("terminate", instanceId, new Message.Terminate(Payload(options?.Output, "output"), options?.Recursive ?? false), cancellation);
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => await Wait(
            instanceId,
            getInputsAndOutputs,
            seen => (seen ?? throw new InvalidOperationException($"Orchestration with instanceId '{instanceId}' does not exist")).RuntimeStatus != OrchestrationRuntimeStatus.Pending,
            cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => Wait(instanceId, getInputsAndOutputs, seen => seen is { IsCompleted: true }, cancellation);

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        InstanceId.Check(instanceId);
        return await reader.Get(instanceId, getInputsAndOutputs, Patience(cancellation));
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => Ask("suspend", instanceId, new Message.Suspend(reason), cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => Ask("resume", instanceId, new Message.Resume(reason), cancellation);

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
        => new InstanceList(_parts.Index, reader, _parts.Clock, Patience).Query(filter ?? new OrchestrationQuery());

    public override async Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        InstanceId.Check(instanceId);
        return new PurgeResult(await new Purge(hub, Patience(cancellation)).One(instanceId, options?.Recursive ?? false, cancellation));
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var (began, count) = (_parts.Clock.GetTimestamp(), 0);
        var query = new OrchestrationQuery(filter.CreatedFrom, filter.CreatedTo, filter.Statuses);
        await foreach (var seen in GetAllInstancesAsync(query).WithCancellation(cancellation))
        {
            if (filter.Timeout is { } timeout && _parts.Clock.GetElapsedTime(began) >= timeout)
            {
                return new PurgeResult(count, isComplete: false);
            }

            if (seen.IsCompleted)
            {
                count += await new Purge(hub, Patience(cancellation)).OneOfMany(seen.InstanceId, options?.Recursive ?? false, cancellation);
            }
        }

        return new PurgeResult(count, isComplete: true);
    }

    public override async Task<string> RestartAsync(string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        InstanceId.Check(instanceId);
        var seen = await reader.Get(instanceId, withPayloads: true, Patience(cancellation))
            ?? throw new ArgumentException($"An orchestration with the instanceId {instanceId} was not found.");
        var id = restartWithNewInstanceId ? Guid.NewGuid().ToString("N") : instanceId;
        await Start(new NewInstance(id, Guid.NewGuid().ToString("N"), seen.Name, seen.SerializedInput, IsFresh: restartWithNewInstanceId, Version: seen.Version, Tags: Tags.Of(seen.Tags)), cancellation);
        return id;
    }

    public override async Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default)
    {
        InstanceId.Check(instanceId);
        var message = MessageIds.New(_parts.Clock);
        switch (await Deliver(instanceId, new Message.Rewind(reason, message), message, cancellation))
        {
            case Delivery.Unknown:
                throw new ArgumentException($"No instance with ID '{instanceId}' was found.", nameof(instanceId));
            case Delivery.Refused:
                throw new InvalidOperationException(
                    $"The orchestration instance {instanceId} cannot be rewound: what failed in it was handled by its own code, which then gave up, so that it would fail again at once. Start it anew.");
            case Delivery.Finished or Delivery.Dropped:
                throw await Ended("rewind", instanceId, cancellation);
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Tells the instance's holder: by its mailbox if this process holds the hub for certain, else by a poke.</summary>
    private async Task Notify(string instance, Message message, Patience patience)
    {
        if (hub.Term?.TryPost(instance, message) != true || !_parts.Lease.IsHeld)
        {
            await _parts.Index.Poke(instance, patience);
            await _parts.Lease.Nudge();
        }
    }

    private async Task Ask(string what, string instance, Message message, CancellationToken cancellation)
    {
        InstanceId.Check(instance);
        switch (await Deliver(instance, message, MessageIds.New(_parts.Clock), cancellation))
        {
            case Delivery.Finished:
                throw await Ended(what, instance, cancellation);
            case Delivery.Unknown:
                throw new ArgumentException($"No instance with ID '{instance}' was found.", nameof(instance));
        }
    }

    private async Task<Delivery> Deliver(string instance, Message message, string messageId, CancellationToken cancellation)
    {
        if (hub.Term is { } term)
        {
            try
            {
                return await term.Send(instance, message).WaitAsync(cancellation);
            }
            catch (HubLostException)
            {
                // Perhaps recorded, perhaps not: sent again as a row, under the same id.
            }
        }

        var patience = Patience(cancellation);
        if (await _parts.Instances.Get(instance, patience, cancellation) is not { } stored)
        {
            return Delivery.Unknown;
        }

        if (message is Message.Rewind ? stored.Row.Status != OrchestrationRuntimeStatus.Failed : stored.Row.IsFinished)
        {
            return Delivery.Finished;
        }

        await _parts.Index.Poke(instance, patience);
        var bytes = HistoryJson.Write(MessageRow.ToStep(message, _parts.Clock.GetUtcNow()));
        var data = await _parts.Instances.PrepareMessage(instance, stored.Row.Execution, messageId, bytes, patience);
        await _parts.Instances.PutMessage(instance, messageId, data, patience);
        if (hub.Term?.TryPost(instance, new Message.Look()) != true)
        {
            await _parts.Lease.Nudge();
        }

        return Delivery.Recorded;
    }

    private async Task<OrchestrationMetadata> Wait(string instance, bool withPayloads, Func<OrchestrationMetadata?, bool> isOver, CancellationToken cancellation)
    {
        InstanceId.Check(instance);
        while (true)
        {
            // Asked for before the read: a change between the two is not missed.
            var change = _parts.Completions.Next(instance);
            var seen = await reader.Get(instance, withPayloads, Patience(cancellation));
            if (isOver(seen))
            {
                _parts.Completions.Changed(instance);
                return seen!;
            }

            // The time-out is for changes that another process makes.
            var look = hub.Term is null ? TimeSpan.FromSeconds(1) : _parts.Options.LookInterval;
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(change, Task.Delay(look, _parts.Clock, over.Token));
            over.Cancel();
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private async Task<Exception> Ended(string what, string instance, CancellationToken cancellation)
    {
        var seen = await reader.Get(instance, withPayloads: false, Patience(cancellation));
        return new InvalidOperationException($"Cannot {what} orchestration instance {instance} because instance is in {seen?.RuntimeStatus.ToString() ?? "no"} state");
    }

    private string? Payload(object? value, string what)
    {
        var text = DurableJson.Write(value);
        return text is null || text.Length <= _parts.Options.MaxPayloadLength
            ? text
            : throw new ArgumentException($"The {what} has {text.Length} characters of JSON; at most {_parts.Options.MaxPayloadLength} are allowed. Pass an id and keep the data elsewhere.");
    }

    private static OrchestrationRuntimeStatus Status(string name) => Enum.TryParse<OrchestrationRuntimeStatus>(name, ignoreCase: true, out var status)
        ? status
        : throw new ArgumentException($"'{name}' is not a status. DedupeStatuses takes names of OrchestrationRuntimeStatus.");

    private CallPatience Patience(CancellationToken cancellation) => new(_parts.Clock, _parts.Options, cancellation);
}
