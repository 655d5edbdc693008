using System.Runtime.InteropServices;

namespace ClickDeploy.Functions.Development;

/// <summary>SIGKILL to this process: nothing is flushed, closed or given back, as when the machine's memory runs out.</summary>
internal static class SelfKill
{
    private const int Signal = 9;

    public static void Now(string why)
    {
        Console.Error.WriteLine(why);
        _ = Kill(Environment.ProcessId, Signal);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
