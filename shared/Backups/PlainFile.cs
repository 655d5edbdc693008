using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ClickDeploy.Backups;

/// <summary>Opens files to read them, and nothing that is none: an application may have left a pipe, which would keep whoever opens it waiting.</summary>
internal static class PlainFile
{
    private const int ReadOnly = 0;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    /// <returns>Null: it is a pipe, a socket or a device.</returns>
    public static FileStream? Open(string path)
    {
        var descriptor = Open(path, ReadOnly | NonBlocking | CloseOnExec);
        if (descriptor < 0)
        {
            // A socket cannot be opened; everything else fails here with its reason.
            return Marshal.GetLastPInvokeError() == NoSuchDevice ? null : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }

        var file = new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read, bufferSize: 0);
        if (file.CanSeek)
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    private const int NoSuchDevice = 6;

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
