using System.Collections.Concurrent;

namespace ClickDeploy.SelfHost.Durable.Client;

/// <summary>Who waits in this process for an instance to change its status.</summary>
internal sealed class Completions
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _changes = new(StringComparer.Ordinal);

    /// <summary>Completes at the next change. Ask before reading, so that no change is missed between.</summary>
    public Task Next(string instance)
        => _changes.GetOrAdd(instance, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Changed(string instance)
    {
        if (_changes.TryRemove(instance, out var change))
        {
            change.SetResult();
        }
    }
}
