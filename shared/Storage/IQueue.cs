namespace ClickDeploy.Storage;

/// <summary>
/// Messages that wait for somebody who takes them, each until it is deleted: what is taken and not deleted in time can be taken again. At least once, about in the order in
/// which they were sent. Times are whole seconds. Queues are no part of a backup: what must outlive the store is also a row.
/// </summary>
public interface IQueue
{
    /// <summary>Adds a message of at most 48 KiB of UTF-8, without NUL, which can be taken after <paramref name="delay"/> (0 s to 7 days).</summary>
    /// <remarks>Repeated after a lost answer, it may be there twice.</remarks>
    Task Send(string body, TimeSpan delay = default, CancellationToken cancellation = default);

    /// <summary>Takes up to <paramref name="count"/> (1–32) messages, and hides them from others for <paramref name="hidden"/> (1 s to 7 days). After a lost answer they come back when that is over.</summary>
    Task<IReadOnlyList<QueueMessage>> Receive(int count, TimeSpan hidden, CancellationToken cancellation = default);

    /// <summary>Hides a message for <paramref name="hidden"/> (0 s to 7 days) from now on; 0 gives it back.</summary>
    /// <returns>The message with its new receipt; null when it is not this taker's any more, which may be because an earlier try of this call has done it.</returns>
    Task<QueueMessage?> Hide(QueueMessage message, TimeSpan hidden, CancellationToken cancellation = default);

    /// <summary>Removes a message. False when it is not this taker's any more, which may be because an earlier try of this call has done it.</summary>
    Task<bool> Delete(QueueMessage message, CancellationToken cancellation = default);

    /// <summary>How many messages there are, hidden ones included; on Azure about how many.</summary>
    Task<long> Count(CancellationToken cancellation = default);

    /// <summary>Waits until this process has sent a message since the last wait, or <paramref name="longest"/> is over: other processes' messages, and those whose time has come, are found by taking.</summary>
    Task Arrival(TimeSpan longest, CancellationToken cancellation = default);
}
