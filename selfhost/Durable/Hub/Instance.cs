using ClickDeploy.SelfHost.Durable.Rows;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>One instance while something of it is in memory: its mailbox, and the steps that empty it one after the other.</summary>
internal sealed partial class Instance(Term term, string id)
{
    private const int MaxToldPerStep = 5;
    private const int MaxLoadTries = 5;

    private readonly Lock _gate = new();
    private readonly Queue<Message> _mailbox = new();
    private readonly HashSet<int> _delivering = [];
    private readonly List<Message.Settle> _settling = [];
    private readonly List<Message.Rewind> _rewinding = [];
    private bool _isRunning;
    private bool _isRetired;
    private InstanceState? _state;
    private Task _delivered = Task.CompletedTask;
    private DateTimeOffset _lastStep;

    public string Id => id;

    public bool IsBusy
    {
        get
        {
            lock (_gate)
            {
                return _isRunning;
            }
        }
    }

    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _mailbox.Count;
            }
        }
    }

    /// <returns>False when this object has been given up: the term makes a new one.</returns>
    public bool Post(Message message)
    {
        lock (_gate)
        {
            if (_isRetired)
            {
                return false;
            }

            _mailbox.Enqueue(message);
            if (_isRunning)
            {
                return true;
            }

            _isRunning = true;
        }

        term.Schedule(() => _ = Run());
        return true;
    }

    private async Task Run()
    {
        while (Take() is { } batch)
        {
            try
            {
                await Handle(batch);
                await Rest(batch);
            }
            catch (HubLostException lost)
            {
                Fail(batch, lost);
                term.Lose();
            }
            catch (Exception bug)
            {
                // The rows are as they were; they are read again, and what is open in them goes on.
                term.Log.InstanceBroke(id, bug);
                _state = null;
                Fail(batch, bug);
                term.WakeUps.Add(id, term.Clock.GetUtcNow() + term.Options.ParkAfter);
            }
        }
    }

    private List<Message>? Take()
    {
        lock (_gate)
        {
            if (_mailbox.Count == 0)
            {
                _isRunning = false;
                if (_state is null && _delivering.Count == 0)
                {
                    _isRetired = true;
                    term.Forget(this);
                }

                return null;
            }

            var batch = new List<Message>();
            while (batch.Count < term.Options.MaxMessagesPerStep && _mailbox.TryDequeue(out var message))
            {
                batch.Add(message);
            }

            return batch;
        }
    }

    private void Fail(List<Message> batch, Exception why)
    {
        batch.AddRange(_rewinding);
        _rewinding.Clear();
        foreach (var message in batch)
        {
            message.Answer?.TrySetException(why);
        }
    }

    private async Task Handle(List<Message> batch)
    {
        // Once the hub is lost, what is in memory may be behind the rows: no answer may come from it, not even one that needs no commit.
        term.Patience.Check(null);
        if (_state is null && batch.TrueForAll(message => message is Message.Evict))
        {
            return;
        }

        await Arrive(batch);
        foreach (var told in batch.OfType<Message.Told>())
        {
            _delivering.Remove(told.Step);
            _state?.Told.Add(told.Step);
        }

        foreach (var settle in batch.OfType<Message.Settle>())
        {
            _settling.Add(settle);
            term.Owe(settle.Answer);
        }

        if (_state is not null && batch.Exists(message => message is Message.Created created && created.Execution == _state.Row.Execution))
        {
            _state.IsListed = true;
        }

        foreach (var found in batch.OfType<Message.Found>())
        {
            if (_state?.Row.Execution == found.Execution)
            {
                _state.IsListed &= found.Row is not ActiveRow.Hot;
            }
            else
            {
                term.Recovery.Suspect(found);
            }
        }

        if (_state is not null && batch.Exists(message => message is Message.Found or Message.Look))
        {
            // Its starter, another process, may have died before it listed it.
            await List(_state);
        }

        if (_state is null)
        {
            await DropInbox(batch);
            Answer(batch, Delivery.Unknown);
        }
        else if (_state.Row.IsFinished)
        {
            Hold(batch);
            await DropInbox(batch);
            Answer(batch, Delivery.Finished);
        }
        else
        {
            await Step(_state, batch);
        }
    }
}
