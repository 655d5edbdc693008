using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Rows;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>What became of a message.</summary>
internal enum Delivery
{
    /// <summary>It is in the history.</summary>
    Recorded,

    /// <summary>It was known already, or meant for another execution.</summary>
    Dropped,

    /// <summary>The instance had ended.</summary>
    Finished,

    /// <summary>It cannot be done with this history.</summary>
    Refused,

    /// <summary>There is no such instance.</summary>
    Unknown,
}

/// <summary>What an instance's mailbox takes.</summary>
internal abstract record Message
{
    /// <summary>Completed when the message is durable, or dropped for good.</summary>
    public TaskCompletionSource<Delivery>? Answer { get; init; }

    /// <summary>The row that brought it from another process; the step that takes the message deletes it.</summary>
    public string? InboxKey { get; init; }

    /// <summary>Where that row has its payload, if not in itself.</summary>
    public string? InboxBlob { get; init; }

    /// <summary>A new execution, just committed by this process; with its first turn it need not be read.</summary>
    public sealed record Created(string Execution, FirstTurn? Turn, StepWrite? Write, string ETag) : Message;

    /// <summary>A timer may be due, or there is something to go on with.</summary>
    public sealed record Wake : Message;

    /// <summary>A row of the index names this execution as one with work.</summary>
    public sealed record Found(ActiveRow Row, string Execution, DateTimeOffset CreatedAt) : Message;

    /// <summary>Another process has written to the inbox.</summary>
    public sealed record Look : Message;

    /// <summary>It was written for an execution that has ended.</summary>
    public sealed record Late : Message;

    public sealed record Answered(string Execution, Answer Event) : Message;

    public sealed record Raised(EventRaised Event) : Message;

    /// <param name="Parent">Whose child is meant: another instance of that id goes on. Null: whoever has the id.</param>
    public sealed record Terminate(string? Output, bool Recursive, string? Parent = null) : Message;

    public sealed record Suspend(string? Reason) : Message;

    public sealed record Resume(string? Reason) : Message;

    /// <param name="Id">Known again when it is delivered twice.</param>
    public sealed record Rewind(string? Reason, string Id) : Message;

    public sealed record Violated(string Execution, string What) : Message;

    /// <summary>What step <paramref name="Step"/> had for others is delivered.</summary>
    public sealed record Told(int Step) : Message;

    /// <summary>Answered when the instance has ended and nothing of it is under way.</summary>
    public sealed record Settle : Message;

    /// <summary>The memory is needed.</summary>
    public sealed record Evict : Message;
}
