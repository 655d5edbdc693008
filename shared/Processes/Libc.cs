using System.Runtime.InteropServices;

namespace ClickDeploy.Processes;

/// <summary>The calls of the C library that .NET does not offer. Sizes and numbers are those of Linux with glibc 2.34 or newer.</summary>
internal static class Libc
{
    internal const int SigKill = 9;
    internal const int SigTerm = 15;
    internal const int WNoHang = 1;
    internal const int NoEntry = 2;
    internal const int TooBig = 7;
    internal const int NoChild = 10;
    internal const int FileExists = 17;
    internal const int WriteOnlyCreateAppend = 0x1 | 0x40 | 0x400;
    internal const short SpawnSetSignalDefault = 0x04;
    internal const short SpawnSetSignalMask = 0x08;
    internal const short SpawnSetSession = 0x80;
    internal const int PunchHoleKeepSize = 0x03;
    internal const int SeekData = 3;
    internal const int CloseOnExec = 0x80000;

    // posix_spawn_file_actions_t has 80 bytes, posix_spawnattr_t 336, sigset_t 128: room to spare.
    internal const int OpaqueBytes = 1024;

    [DllImport("libc", EntryPoint = "posix_spawn")]
    internal static extern int PosixSpawn(out int pid, byte[] path, nint actions, nint attributes, nint[] argv, nint[] envp);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    internal static extern int FileActionsInit(nint actions);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    internal static extern int FileActionsDestroy(nint actions);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_addopen")]
    internal static extern int FileActionsAddOpen(nint actions, int descriptor, byte[] path, int flags, uint mode);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    internal static extern int FileActionsAddDup2(nint actions, int descriptor, int copy);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np")]
    internal static extern int FileActionsAddChdir(nint actions, byte[] path);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    internal static extern int FileActionsAddCloseFrom(nint actions, int from);

    [DllImport("libc", EntryPoint = "posix_spawnattr_init")]
    internal static extern int AttributesInit(nint attributes);

    [DllImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    internal static extern int AttributesDestroy(nint attributes);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    internal static extern int AttributesSetFlags(nint attributes, short flags);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    internal static extern int AttributesSetSignalDefault(nint attributes, nint signals);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    internal static extern int AttributesSetSignalMask(nint attributes, nint signals);

    [DllImport("libc", EntryPoint = "sigfillset")]
    internal static extern int SignalsFill(nint signals);

    [DllImport("libc", EntryPoint = "sigemptyset")]
    internal static extern int SignalsEmpty(nint signals);

    [DllImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    internal static extern int Pipe(int[] ends, int flags);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static extern int Kill(int pid, int signal);

    [DllImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    internal static extern int WaitPid(int pid, out int status, int options);

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    internal static extern int Link(byte[] existing, byte[] name);

    [DllImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    internal static extern int Fallocate(SafeHandle file, int mode, long offset, long length);

    [DllImport("libc", EntryPoint = "lseek", SetLastError = true)]
    internal static extern long Seek(SafeHandle file, long offset, int from);
}
