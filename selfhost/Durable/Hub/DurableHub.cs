using ClickDeploy.Storage;
using Microsoft.Extensions.Hosting;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>Takes the hub's lease, keeps it, and runs a <see cref="Durable.Hub.Term"/> while it has it.</summary>
internal sealed class DurableHub(HubParts parts) : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private Task? _run;
    private volatile Term? _term;
    private volatile TaskCompletionSource _nudge = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HubParts Parts => parts;

    /// <summary>What is held now; null while another process holds the hub.</summary>
    public Term? Term => _term;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _run = parts.Home.Run(() => Run(_stopping.Token));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping.Cancel();
        if (_run is { } run)
        {
            await run;
        }
    }

    // The container disposes of it twice: as itself and as the hosted service that it is.
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    /// <summary>Another process holds the hub, as this one saw it last.</summary>
    public bool StandsBy { get; private set; }

    /// <summary>Another process wrote rows for the holder, or gave the hub back: looks at once.</summary>
    /// <returns>False when this process neither holds the hub nor waits for it under that id.</returns>
    public bool TryNudge(string process)
    {
        if (!parts.Lease.IsHeldAs(process) && !(StandsBy && process == parts.Lease.Me))
        {
            return false;
        }

        if (StandsBy)
        {
            parts.Standbys.Told();
        }

        _nudge.TrySetResult();
        return true;
    }

    private async Task Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            if (await TryTake(stopping))
            {
                StandsBy = false;
                await Try(() => parts.Standbys.Leave(parts.Lease.Me));
                await Hold(stopping);
                continue;
            }

            if (!StandsBy)
            {
                StandsBy = true;
                parts.Log.StandingBy(parts.Options.HubName);
            }

            await Try(() => parts.Standbys.Enter(parts.Lease.Me, stopping));
            await NextRound(parts.Standbys.IsListed ? parts.Options.StandbyInterval : ShortPause, stopping);
        }

        await Try(() => parts.Standbys.Leave(parts.Lease.Me));
    }

    private async Task<bool> TryTake(CancellationToken stopping)
    {
        try
        {
            return await parts.Lease.TryTake(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception outage)
        {
            Tell(outage);
            return false;
        }
    }

    private async Task Hold(CancellationToken stopping)
    {
        using var term = new Term(parts);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _term = term;
        parts.Log.HubTaken(parts.Options.HubName);
        DurableMeter.Taken.Add(1, new KeyValuePair<string, object?>("from", parts.Lease.LastSign is null ? "free" : "silent"));
        var tasks = Task.WhenAll(Begin(term, ended.Token), Keep(term, ended.Token), LookRound(term, ended.Token));
        await Task.WhenAny(term.Lost, Ended(ended.Token));

        if (stopping.IsCancellationRequested && !term.Lost.IsCompleted)
        {
            await Release(term);
        }
        else
        {
            parts.Log.HubLost(parts.Options.HubName);
            DurableMeter.Lost.Add(1);
        }

        _term = null;
        term.Lose();
        parts.Lease.Drop();
        ended.Cancel();
        await tasks;
    }

    private async Task Release(Term term)
    {
        await term.Stop();
        try
        {
            await parts.Lease.Release(CancellationToken.None);
            parts.Log.HubReleased(parts.Options.HubName);
            await parts.Standbys.Tell();
        }
        catch (Exception outage)
        {
            // It expires by itself, and who waits looks by himself.
            Tell(outage);
        }
    }

    private async Task Keep(Term term, CancellationToken ended)
    {
        while (await Pause(parts.Options.LeaseRenewal, ended) && !term.Lost.IsCompleted)
        {
            try
            {
                if (!await parts.Lease.Renew(ended))
                {
                    term.Lose();
                }
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                return;
            }
            catch (Exception outage)
            {
                Tell(outage);
                while (parts.Lease.IsHeld && await Pause(ShortPause, ended) && !await RenewedAtLast(ended))
                {
                }

                if (!parts.Lease.IsHeld)
                {
                    term.Lose();
                }
            }
        }
    }

    private async Task<bool> RenewedAtLast(CancellationToken ended)
    {
        try
        {
            if (!await parts.Lease.Renew(ended))
            {
                parts.Lease.Drop();
            }

            return true;
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    // Nothing is loaded before the index is read: one answer that nobody expected must not leave it at that.
    private async Task Begin(Term term, CancellationToken ended)
    {
        while (!await Guarded(term, term.Recovery.Begin) && await Pause(parts.Options.LeaseRenewal, ended) && !term.Lost.IsCompleted)
        {
        }
    }

    private async Task LookRound(Term term, CancellationToken ended)
    {
        while (await NextRound(parts.Options.LookInterval, ended) && !term.Lost.IsCompleted)
        {
            await Guarded(term, term.Recovery.Look);
        }
    }

    // A nudge that comes while a round is under way makes another one: its rows may be newer than what was read.
    private async Task<bool> NextRound(TimeSpan interval, CancellationToken ended)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ended);
        var pause = Pause(interval, over.Token);
        if (await Task.WhenAny(pause, _nudge.Task) != pause)
        {
            over.Cancel();
            _nudge = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return !ended.IsCancellationRequested;
    }

    /// <returns>False when it was not done, and may be tried again.</returns>
    private async Task<bool> Guarded(Term term, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (HubLostException)
        {
            term.Lose();
        }
        catch (Exception bug)
        {
            parts.Log.InstanceBroke("(the index)", bug);
            return false;
        }

        return true;
    }

    private async Task Try(Func<Task> list)
    {
        try
        {
            await list();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        catch (Exception outage)
        {
            // Who is not on the list, or on it for nothing, takes the hub all the same.
            if (outage is not StorageUnavailableException)
            {
                Tell(outage);
            }
        }
    }

    // An answer that nobody expected must not end the taking and keeping of the hub for good: it is like none.
    private void Tell(Exception outage)
    {
        if (outage is StorageUnavailableException)
        {
            parts.Log.StoreSilent(parts.Options.HubName, outage);
        }
        else
        {
            parts.Log.InstanceBroke("(the lease)", outage);
        }
    }

    private async Task<bool> Pause(TimeSpan pause, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(pause, parts.Clock, cancellation);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task Ended(CancellationToken ended)
    {
        var end = new TaskCompletionSource();
        await using var registration = ended.Register(end.SetResult);
        await end.Task;
    }
}
