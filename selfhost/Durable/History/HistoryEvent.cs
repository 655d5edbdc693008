using System.Text.Json.Serialization;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.SelfHost.Durable.History;

/// <summary>What a history is made of. Members are only ever added: stored histories are read for ever.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "e")]
[JsonDerivedType(typeof(ExecutionStarted), "ExecutionStarted")]
[JsonDerivedType(typeof(ExecutionTerminated), "ExecutionTerminated")]
[JsonDerivedType(typeof(ExecutionCompleted), "ExecutionCompleted")]
[JsonDerivedType(typeof(ExecutionRewound), "ExecutionRewound")]
[JsonDerivedType(typeof(ExecutionSuspended), "ExecutionSuspended")]
[JsonDerivedType(typeof(ExecutionResumed), "ExecutionResumed")]
[JsonDerivedType(typeof(TaskScheduled), "TaskScheduled")]
[JsonDerivedType(typeof(TaskCompleted), "TaskCompleted")]
[JsonDerivedType(typeof(TaskFailed), "TaskFailed")]
[JsonDerivedType(typeof(TimerCreated), "TimerCreated")]
[JsonDerivedType(typeof(TimerFired), "TimerFired")]
[JsonDerivedType(typeof(ChildCreated), "SubOrchestrationInstanceCreated")]
[JsonDerivedType(typeof(ChildCompleted), "SubOrchestrationInstanceCompleted")]
[JsonDerivedType(typeof(ChildFailed), "SubOrchestrationInstanceFailed")]
[JsonDerivedType(typeof(EventSent), "EventSent")]
[JsonDerivedType(typeof(EventRaised), "EventRaised")]
internal abstract record HistoryEvent;

/// <param name="Seen">Messages that the generation before, or the execution before, has had: a second delivery of one is recognised.</param>
/// <param name="Carried">Events that the generation before has not read: received after this one's first turn.</param>
/// <param name="Trace">The W3C <c>traceparent</c> of what started it, where that is recorded: its spans, from whichever process, stand below.</param>
/// <param name="Version">Null: none, as in what was recorded before there were versions.</param>
internal sealed record ExecutionStarted(
    string Name,
    string? Input,
    IReadOnlyList<string>? Seen = null,
    IReadOnlyList<EventRaised>? Carried = null,
    string? Trace = null,
    string? Version = null,
    IReadOnlyDictionary<string, string>? Tags = null) : HistoryEvent;

internal sealed record ExecutionSuspended(string? Reason) : HistoryEvent;

internal sealed record ExecutionResumed(string? Reason) : HistoryEvent;

/// <param name="Children">The open children that are to be terminated too.</param>
internal sealed record ExecutionTerminated(string? Output, IReadOnlyList<string>? Children) : HistoryEvent;

internal sealed record ExecutionCompleted(int Id, OrchestrationRuntimeStatus Status, string? Result, Failure? Failure) : HistoryEvent;

/// <summary>A failed execution goes on: its end does not count any more, nor do the failures of the tasks <c>Forgotten</c>.</summary>
/// <param name="Children">Those of these tasks that are children: they go on too, or begin again.</param>
/// <param name="Message">The id of the message that brought it.</param>
/// <param name="Ends">The ends of children that are forgotten.</param>
internal sealed record ExecutionRewound(string? Reason, IReadOnlyList<int> Forgotten, IReadOnlyList<ChildCreated>? Children, string Message, IReadOnlyList<string>? Ends = null) : HistoryEvent;

/// <summary>Something that the body decided; <c>Id</c> counts from 0 in each execution.</summary>
internal abstract record Decision(int Id) : HistoryEvent;

internal sealed record TaskScheduled(int Id, string Name, string? Input, string? Version = null, IReadOnlyDictionary<string, string>? Tags = null) : Decision(Id);

internal sealed record TimerCreated(int Id, DateTime FireAt) : Decision(Id);

/// <param name="Tags">Its own and its parent's.</param>
internal sealed record ChildCreated(int Id, string Name, string Instance, string? Input, string? Version = null, IReadOnlyDictionary<string, string>? Tags = null) : Decision(Id);

internal sealed record EventSent(int Id, string Instance, string Name, string? Payload) : Decision(Id);

/// <summary>The answer to the decision <c>For</c>.</summary>
internal abstract record Answer(int For) : HistoryEvent;

internal sealed record TaskCompleted(int For, string? Result) : Answer(For);

internal sealed record TaskFailed(int For, Failure Failure) : Answer(For);

internal sealed record TimerFired(int For, DateTime FireAt) : Answer(For);

internal sealed record ChildCompleted(int For, string? Result) : Answer(For);

/// <param name="End">Which end of the child it is: one that was forgotten may be told once more, and is recognised.</param>
internal sealed record ChildFailed(int For, Failure Failure, string? End = null) : Answer(For);

/// <param name="Message">The id of the message that brought it: a second delivery is recognised by it.</param>
internal sealed record EventRaised(string Name, string? Payload, string Message) : HistoryEvent;
