using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ClickDeploy.Processes;

/// <summary>
/// Starts a process that owes the platform nothing: session, signals and files of its own, so that it outlives the platform's end.
/// <see cref="System.Diagnostics.Process"/> cannot: its pipes would kill the child with the platform.
/// </summary>
internal static class Spawner
{
    /// <summary>The pid, already known to <see cref="ChildReaper"/>; or the error number of the kernel when nothing was started.</summary>
    public static (int Pid, int Error) Start(SpawnPlan plan)
    {
        using var memory = new NativeMemoryPool();
        using var input = plan.Input is { } bytes ? Pipe(bytes) : null;
        var actions = memory.Opaque();
        var attributes = memory.Opaque();
        Check(Libc.FileActionsInit(actions));
        Check(Libc.AttributesInit(attributes));
        try
        {
            Check(Libc.FileActionsAddOpen(actions, 0, Text("/dev/null"), 0, 0));
            AddFiles(actions, plan);
            Check(Libc.FileActionsAddChdir(actions, Text(plan.WorkingDirectory)));
            if (input is not null)
                Check(Libc.FileActionsAddDup2(actions, (int)input.DangerousGetHandle(), 3));
            // A descriptor that the platform itself inherited (a lock, a pipe) must not live on in workloads.
            Check(Libc.FileActionsAddCloseFrom(actions, input is null ? 3 : 4));
            SetSignals(attributes, memory);

            var argv = memory.Pointers(plan.Arguments.Select(Text));
            var envp = memory.Pointers(plan.Environment.Select(Terminated));
            return ChildReaper.Adopt(() =>
            {
                var error = Libc.PosixSpawn(out var pid, Text(plan.Program), actions, attributes, argv, envp);
                return error == 0 ? (pid, 0) : (0, error);
            });
        }
        finally
        {
            Libc.FileActionsDestroy(actions);
            Libc.AttributesDestroy(attributes);
        }
    }

    // The end to read from; all of it is written already, so that nobody has to stay for it.
    private static SafeFileHandle Pipe(byte[] bytes)
    {
        var ends = new int[2];
        if (Libc.Pipe(ends, Libc.CloseOnExec) != 0)
            throw new IOException($"A pipe could not be made: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        using (var write = new FileStream(new SafeFileHandle(ends[1], ownsHandle: true), FileAccess.Write, bufferSize: 0))
            write.Write(bytes);
        return new SafeFileHandle(ends[0], ownsHandle: true);
    }

    private static void AddFiles(nint actions, SpawnPlan plan)
    {
        const uint OwnerOnly = 0b110_000_000;
        Check(Libc.FileActionsAddOpen(actions, 1, Text(plan.StdoutFile), Libc.WriteOnlyCreateAppend, OwnerOnly));
        Check(plan.StderrFile == plan.StdoutFile
            ? Libc.FileActionsAddDup2(actions, 1, 2)
            : Libc.FileActionsAddOpen(actions, 2, Text(plan.StderrFile), Libc.WriteOnlyCreateAppend, OwnerOnly));
    }

    private static void SetSignals(nint attributes, NativeMemoryPool memory)
    {
        var all = memory.Opaque();
        var none = memory.Opaque();
        Check(Libc.SignalsFill(all));
        Check(Libc.SignalsEmpty(none));
        Check(Libc.AttributesSetSignalDefault(attributes, all));
        Check(Libc.AttributesSetSignalMask(attributes, none));
        Check(Libc.AttributesSetFlags(attributes, Libc.SpawnSetSession | Libc.SpawnSetSignalDefault | Libc.SpawnSetSignalMask));
    }

    private static byte[] Text(string value) => Terminated(Encoding.UTF8.GetBytes(value));

    private static byte[] Terminated(byte[] value) => [.. value, 0];

    private static void Check(int error)
    {
        if (error != 0)
            throw new IOException($"A process could not be prepared: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    private sealed class NativeMemoryPool : IDisposable
    {
        private readonly List<nint> _blocks = [];

        public nint Opaque() => Keep(Marshal.AllocHGlobal(Libc.OpaqueBytes));

        public nint[] Pointers(IEnumerable<byte[]> values) => [.. values.Select(Copy), 0];

        public void Dispose() => _blocks.ForEach(Marshal.FreeHGlobal);

        private nint Copy(byte[] value)
        {
            var block = Keep(Marshal.AllocHGlobal(value.Length));
            Marshal.Copy(value, 0, block, value.Length);
            return block;
        }

        private nint Keep(nint block)
        {
            _blocks.Add(block);
            return block;
        }
    }
}
