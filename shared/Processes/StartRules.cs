using System.Runtime.InteropServices;

namespace ClickDeploy.Processes;

/// <summary>What must hold before a run is started, and how its plan becomes a process. Decides only.</summary>
internal static class StartRules
{
    // node and .NET do not start with less.
    private const long LeastDataBytes = 256L << 20;

    /// <summary>Null, or a sentence that says why the plan can never run here.</summary>
    public static string? Refuses(RunPlan plan)
    {
        if (!Path.IsPathFullyQualified(plan.WorkingDirectory) || !Directory.Exists(plan.WorkingDirectory))
            return $"The folder {plan.WorkingDirectory} does not exist.";
        if (CleanEnvironment.Refuses(plan.Environment) is { } reason)
            return reason;
        if (plan.Input?.Reveal().Length > RunPlan.MostInput)
            return $"What the command is to read has more than {RunPlan.MostInput} bytes.";
        if (plan.Command.Any(argument => argument.Contains('\0')))
            return "The command has a NUL character, which no process can be given. Remove it.";
        var path = plan.Environment.TryGetValue("PATH", out var own) ? own.Reveal() : CleanEnvironment.DefaultPath;
        return Exists(plan.Command[0], plan.WorkingDirectory, path) ? null : $"The program {plan.Command[0]} was not found. Install it, or name it by its path.";
    }

    public static SpawnPlan Plan(RunPlan plan, RunFolder folder, Cgroup cgroup) => new()
    {
        Program = "/bin/sh",
        Arguments = RunScript.Arguments(plan, folder, cgroup, Data(plan.Limits, cgroup)),
        Environment = CleanEnvironment.Of(plan.Environment, folder.Home),
        Input = plan.Input?.Reveal(),
        WorkingDirectory = plan.WorkingDirectory,
        StdoutFile = folder.Stdout,
        StderrFile = plan.Output.Merged ? folder.Stdout : folder.Stderr,
    };

    /// <summary>What an error number of the kernel at the start means for the user.</summary>
    public static string Explain(int error) => error switch
    {
        Libc.TooBig => "The variables or the command are too large: the kernel takes 128 KiB for one and about 2 MiB for all. Shorten them, or read them from a file.",
        Libc.NoEntry => "/bin/sh or the working folder does not exist.",
        _ => $"The process could not be started: {Marshal.GetPInvokeErrorMessage(error)}.",
    };

    private static long? Data(RunLimits? limits, Cgroup cgroup) =>
        limits is null || cgroup.LimitsMemory ? null : Math.Max(LeastDataBytes, limits.MemoryBytes);

    private static bool Exists(string program, string folder, string path) => program.Contains('/')
        ? File.Exists(Path.Combine(folder, program))
        : path.Split(':').Any(part => File.Exists(Path.Combine(folder, part, program)));
}
