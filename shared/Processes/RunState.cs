using System.Text.Json.Serialization;

namespace ClickDeploy.Processes;

/// <summary>What the folder and the kernel say of a run now.</summary>
internal abstract record RunState
{
    private RunState()
    {
    }

    /// <summary>It was never claimed here, or it was removed.</summary>
    public sealed record Unknown : RunState;

    public sealed record Running(ProcessIdentity Process, DateTimeOffset Since) : RunState;

    public sealed record Ended(RunEnd End) : RunState;
}

/// <summary>How a run ended, as it is kept in its folder.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "end")]
[JsonDerivedType(typeof(Exited), "exited")]
[JsonDerivedType(typeof(TimedOut), "timed_out")]
[JsonDerivedType(typeof(Killed), "killed")]
[JsonDerivedType(typeof(NotStarted), "not_started")]
internal abstract record RunEnd
{
    private RunEnd()
    {
    }

    public sealed record Exited(int Code) : RunEnd;

    public sealed record TimedOut : RunEnd;

    public sealed record Killed(string Reason) : RunEnd;

    public sealed record NotStarted(string Reason) : RunEnd;
}
