namespace ClickDeploy.Ops;

/// <summary>What a script can tell from how we end.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>What was asked for was refused or has failed.</summary>
    public const int Failed = 1;

    /// <summary>The arguments cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>The platform does not answer.</summary>
    public const int NoAnswer = 3;

    /// <summary>Ctrl-C; what was started on the platform goes on.</summary>
    public const int Interrupted = 130;
}
