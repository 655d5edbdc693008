using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.Storage;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>Messages of other processes as rows: what a client may ask of an instance, with its payload as the bytes of a step.</summary>
internal static class MessageRow
{
    public static HistoryStep ToStep(Message message, DateTimeOffset now)
    {
        HistoryEvent e = message switch
        {
            Message.Raised raised => raised.Event,
            // An empty list of children says "recursive" here; which they are is known to the step that takes the message.
            Message.Terminate terminate => new ExecutionTerminated(terminate.Output, terminate.Recursive ? [] : null),
            Message.Suspend suspend => new ExecutionSuspended(suspend.Reason),
            Message.Resume resume => new ExecutionResumed(resume.Reason),
            Message.Rewind rewind => new ExecutionRewound(rewind.Reason, [], null, rewind.Id),
            _ => throw new ArgumentException($"A {message.GetType().Name} does not travel between processes.", nameof(message)),
        };
        return new HistoryStep(now.UtcDateTime, Turn: false, [e], []);
    }

    /// <param name="bytes">Null when nobody is to have it any more.</param>
    public static Message From(Row row, byte[]? bytes)
    {
        Message message = bytes is null ? new Message.Late() : HistoryJson.Read(bytes).Received[0] switch
        {
            EventRaised raised => new Message.Raised(raised),
            ExecutionTerminated terminated => new Message.Terminate(terminated.Output, terminated.Children is not null),
            ExecutionSuspended suspended => new Message.Suspend(suspended.Reason),
            ExecutionResumed resumed => new Message.Resume(resumed.Reason),
            ExecutionRewound rewound => new Message.Rewind(rewound.Reason, rewound.Message),
            var other => throw new InvalidOperationException($"The inbox row '{row.Key}' holds a {other.GetType().Name}."),
        };
        return message with { InboxKey = row.Key, InboxBlob = StepRow.Blob(row.Data) };
    }
}
