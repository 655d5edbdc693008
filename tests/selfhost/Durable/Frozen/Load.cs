using System.Collections.Concurrent;

namespace ClickDeploy.Tests.SelfHost.Durable.Frozen;

/// <summary>Begins instances at a steady pace, through any of the processes, and gives each its event; remembers what was promised.</summary>
internal sealed class Load(TimeSpan pace, Func<IReadOnlyList<HubProcess>> doors, Random random) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, bool> _begun = new(StringComparer.Ordinal);
    private Task? _run;

    /// <summary>Their start and their event were acknowledged.</summary>
    public IReadOnlyList<string> Promised => [.. _begun.Where(begun => begun.Value).Select(begun => begun.Key)];

    /// <summary>Nobody answered their start: they may be there or not, but if they are, as a whole.</summary>
    public IReadOnlyList<string> InDoubt => [.. _begun.Where(begun => !begun.Value).Select(begun => begun.Key)];

    public void Begin() => _run = Run();

    /// <summary>No more of them; all that was begun has its event, or is in doubt.</summary>
    public async Task End()
    {
        await _stopping.CancelAsync();
        await (_run ?? Task.CompletedTask);
    }

    /// <summary>Through whoever answers.</summary>
    public async Task Ask(string what)
    {
        while (!await Door().Ask(what))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _stopping.Dispose();
    }

    private async Task Run()
    {
        using var timer = new PeriodicTimer(pace);
        var all = new List<Task>();
        try
        {
            for (var i = 0; await timer.WaitForNextTickAsync(_stopping.Token); i++)
                all.Add(One($"w{i}"));
        }
        catch (OperationCanceledException)
        {
        }

        await Task.WhenAll(all);
    }

    private async Task One(string id)
    {
        _begun[id] = false;
        if (await Door().Ask("begin/" + id))
        {
            await Ask("go/" + id);
            _begun[id] = true;
        }
    }

    private HubProcess Door()
    {
        var open = doors();
        lock (random)
            return open[random.Next(open.Count)];
    }
}
