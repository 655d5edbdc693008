namespace ClickDeploy.Tests.Orchestrations.World;

/// <summary>Holds the first who comes to it, until it is opened. The others pass.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _arrived = new();
    private readonly TaskCompletionSource _opened = new();
    private int _came;

    public bool IsHolding => _came > 0 && !_opened.Task.IsCompleted;

    /// <summary>Completes when it holds somebody.</summary>
    public Task Arrived => _arrived.Task;

    public Task Pass()
    {
        if (Interlocked.Increment(ref _came) > 1)
        {
            return Task.CompletedTask;
        }

        _arrived.SetResult();
        return _opened.Task;
    }

    public void Open() => _opened.SetResult();
}
