namespace ClickDeploy.Storage;

/// <summary>A message as one taker has it.</summary>
/// <param name="Id">Given by the store; the same each time that the message is taken.</param>
/// <param name="Receipt">Proves that it is this taker's: another taking, and <see cref="IQueue.Hide"/>, make a new one.</param>
/// <param name="Body">As it was sent.</param>
/// <param name="DequeueCount">How often it was taken, this time included.</param>
/// <param name="SentAt">By the store's clock, to the second at least.</param>
public sealed record QueueMessage(string Id, string Receipt, string Body, int DequeueCount, DateTimeOffset SentAt);
