using System.Diagnostics.CodeAnalysis;

namespace ClickDeploy.Functions.Backups;

/// <summary>One backup at a time: two would only slow each other, and the platform.</summary>
public sealed class BackupTurn
{
    private int _taken;

    public bool TryTake([NotNullWhen(true)] out IDisposable? taken)
    {
        taken = Interlocked.CompareExchange(ref _taken, 1, 0) == 0 ? new Turn(this) : null;
        return taken is not null;
    }

    private sealed class Turn(BackupTurn owner) : IDisposable
    {
        private BackupTurn? _owner = owner;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _owner, null) is { } mine)
            {
                Volatile.Write(ref mine._taken, 0);
            }
        }
    }
}
