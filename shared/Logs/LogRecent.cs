namespace ClickDeploy.Logs;

/// <summary>The last lines of a stream in memory: a reader that keeps up with the writer is fed from here.</summary>
internal sealed class LogRecent
{
    private const int MostLines = 256;
    private const int MostCharacters = 32 << 10;
    private readonly Lock _gate = new();
    private readonly Queue<LogEntry> _lines = [];
    private int _characters;
    private long _last;

    public void Add(IReadOnlyList<LogEntry> entries)
    {
        lock (_gate)
        {
            if (entries[0].Seq != _last + 1)
            {
                // Another process wrote between: only what hangs together may be read.
                _lines.Clear();
                _characters = 0;
            }

            foreach (var entry in entries.TakeLast(MostLines))
            {
                _lines.Enqueue(entry);
                _characters += entry.Message.Length;
            }

            _last = entries[^1].Seq;
            while (_lines.Count > MostLines || (_characters > MostCharacters && _lines.Count > 0))
            {
                _characters -= _lines.Dequeue().Message.Length;
            }
        }
    }

    /// <summary>What follows <paramref name="seq"/>; empty when that is nothing, or begins before what is here.</summary>
    public IReadOnlyList<LogEntry> After(long seq)
    {
        lock (_gate)
        {
            return _last > seq && _lines.Count > 0 && _lines.Peek().Seq <= seq + 1 ? [.. _lines.Where(entry => entry.Seq > seq)] : [];
        }
    }
}
