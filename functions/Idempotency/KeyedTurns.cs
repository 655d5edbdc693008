namespace ClickDeploy.Functions.Idempotency;

/// <summary>One at a time for each key, within this process.</summary>
public sealed class KeyedTurns
{
    private readonly Dictionary<string, Turn> _turns = new(StringComparer.Ordinal);

    /// <summary>Waits for the key; disposing gives it to the next.</summary>
    public async Task<IDisposable> Take(string key, CancellationToken cancellation)
    {
        Turn turn;
        lock (_turns)
        {
            turn = _turns.TryGetValue(key, out var present) ? present : _turns[key] = new(this, key);
            turn.Wanted++;
        }

        try
        {
            await turn.Free.WaitAsync(cancellation);
            return new Holder(turn);
        }
        catch
        {
            turn.Leave();
            throw;
        }
    }

    private sealed class Turn(KeyedTurns owner, string key)
    {
        public SemaphoreSlim Free { get; } = new(1);

        public int Wanted { get; set; }

        public void Leave()
        {
            lock (owner._turns)
            {
                if (--Wanted == 0)
                {
                    owner._turns.Remove(key);
                }
            }
        }
    }

    private sealed class Holder(Turn turn) : IDisposable
    {
        private Turn? _turn = turn;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _turn, null) is { } held)
            {
                held.Free.Release();
                held.Leave();
            }
        }
    }
}
