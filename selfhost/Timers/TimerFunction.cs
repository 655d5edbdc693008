using ClickDeploy.SelfHost.Functions;

namespace ClickDeploy.SelfHost.Timers;

/// <summary>A function with a schedule.</summary>
internal sealed record TimerFunction(Function Function, ITimerSchedule Schedule)
{
    /// <summary>The schedule as it is written, its settings put in.</summary>
    public required string Text { get; init; }

    /// <summary>Whether its due times are kept in storage: one firing in all, and a make-up run for what was missed.</summary>
    public required bool Monitored { get; init; }

    public required bool RunOnStartup { get; init; }

    public string Name => Function.Name;
}
