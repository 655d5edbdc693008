namespace ClickDeploy.Tests.Crash;

/// <summary>What a crash must not lead to.</summary>
internal enum CrashFault
{
    /// <summary>Something did not come to its end.</summary>
    Stuck,

    /// <summary>A deployment that was accepted is gone or has failed, or nothing answers.</summary>
    Lost,

    /// <summary>Something is there twice.</summary>
    Doubled,

    /// <summary>Something is there that nobody owns.</summary>
    LeftBehind,
}

internal sealed class CrashFailure(CrashFault fault, string message) : Exception(message)
{
    public CrashFault Fault { get; } = fault;
}
