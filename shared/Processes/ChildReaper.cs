using System.Runtime.InteropServices;

namespace ClickDeploy.Processes;

/// <summary>
/// Takes the exit status of the children that <see cref="Spawner"/> started, and of no others: .NET reaps its own. Static, because the kernel's
/// table of children belongs to the process and not to an object in it.
/// </summary>
internal static class ChildReaper
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, TaskCompletionSource> Children = [];
    private static TaskCompletionSource _next = New();
    private static PosixSignalRegistration? _registration;

    /// <summary>Runs <paramref name="spawn"/> so that its child cannot be missed, however soon it ends.</summary>
    public static (int Pid, int Error) Adopt(Func<(int Pid, int Error)> spawn)
    {
        lock (Gate)
        {
            _registration ??= PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => Reap());
            var child = spawn();
            if (child.Error == 0)
                Children[child.Pid] = New();
            return child;
        }
    }

    /// <summary>Ends when the child has ended and was reaped; null when it is no child of ours, or ended before.</summary>
    public static Task? ExitOf(int pid)
    {
        Reap();
        lock (Gate)
            return Children.TryGetValue(pid, out var exit) ? exit.Task : null;
    }

    /// <summary>Ends when the next child of ours has ended and was reaped, whichever it is.</summary>
    public static Task NextExit()
    {
        lock (Gate)
            return _next.Task;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static void Reap()
    {
        lock (Gate)
        {
            var before = Children.Count;
            foreach (var (pid, exit) in Children.ToArray())
            {
                var reaped = Libc.WaitPid(pid, out _, Libc.WNoHang);
                if (reaped == 0)
                    continue;
                Children.Remove(pid);
                exit.SetResult();
            }

            if (Children.Count < before)
            {
                _next.SetResult();
                _next = New();
            }
        }
    }
}
