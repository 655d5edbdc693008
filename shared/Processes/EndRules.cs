namespace ClickDeploy.Processes;

/// <summary>What was found of a run that is over.</summary>
internal sealed record EndEvidence
{
    /// <summary>What the wrapper wrote; null when it was killed too.</summary>
    public int? Code { get; init; }

    public bool TimedOut { get; init; }

    public bool Stopping { get; init; }

    public bool OutOfMemory { get; init; }

    public bool NoCgroup { get; init; }

    public bool Rebooted { get; init; }
}

/// <summary>Says from the evidence how a run ended. Decides only.</summary>
internal static class EndRules
{
    private const int SignalBase = 128;

    public static RunEnd Decide(EndEvidence seen) => seen switch
    {
        { NoCgroup: true } => new RunEnd.NotStarted("Its control group could not be entered: another program removed it, or took the right to write it."),
        { Code: { } code } => Exited(code, seen),
        { TimedOut: true } => new RunEnd.TimedOut(),
        { Stopping: true } => new RunEnd.Killed("It was stopped."),
        { Rebooted: true } => new RunEnd.Killed("The machine was restarted."),
        { OutOfMemory: true } => new RunEnd.Killed(OutOfMemory),
        _ => new RunEnd.Killed("It was killed from outside, with all its processes."),
    };

    private const string OutOfMemory = "It used more memory than its limit allows, and the kernel killed it.";

    // A shell reports the death of its command by signal n as 128 + n, and so do most programs of theirs.
    private static RunEnd Exited(int code, EndEvidence seen) => (code - SignalBase, seen) switch
    {
        (9, { OutOfMemory: true }) => new RunEnd.Killed(OutOfMemory),
        (9 or 15, { Stopping: true }) => new RunEnd.Killed("It was stopped."),
        (25, _) => new RunEnd.Killed("It wrote a file larger than its limit allows (SIGXFSZ)."),
        (1 or 2 or 3 or 4 or 5 or 6 or 7 or 8 or 9 or 11 or 13 or 15 or 24 or 31, _) => new RunEnd.Killed($"It was killed by {Name(code - SignalBase)}."),
        _ => new RunEnd.Exited(code),
    };

    private static string Name(int signal) => signal switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        5 => "SIGTRAP",
        6 => "SIGABRT",
        7 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        15 => "SIGTERM",
        24 => "SIGXCPU",
        31 => "SIGSYS",
        _ => $"signal {signal}",
    };
}
