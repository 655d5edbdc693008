using System.Collections.Concurrent;

namespace ClickDeploy.SelfHost.Durable.Client;

/// <summary>Who waits in this process for an instance to change its status.</summary>
/// <param name="schedule">Runs what goes on after a change away from who made it. (A source that runs its continuations asynchronously would do so on the thread pool, which a simulation cannot follow.)</param>
internal sealed class Completions(Action<Action> schedule)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _changes = new(StringComparer.Ordinal);

    /// <summary>Completes at the next change. Ask before reading, so that no change is missed between.</summary>
    public Task Next(string instance)
        => _changes.GetOrAdd(instance, static _ => new TaskCompletionSource()).Task;

    public void Changed(string instance)
    {
        if (_changes.TryRemove(instance, out var change))
        {
            schedule(change.SetResult);
        }
    }
}
