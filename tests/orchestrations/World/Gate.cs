namespace ClickDeploy.Tests.Orchestrations.World;

/// <summary>Holds the first who comes to it, until it is opened. The others pass.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _opened = new();
    private int _came;

    public bool IsHolding => _came > 0 && !_opened.Task.IsCompleted;

    public Task Pass() => Interlocked.Increment(ref _came) == 1 ? _opened.Task : Task.CompletedTask;

    public void Open() => _opened.SetResult();
}
