namespace ClickDeploy.Processes;

/// <summary>
/// The one place where text of the user meets a shell (DESIGN 8): a plan's command is the single argument of <c>/bin/sh -c</c>, in the
/// clean environment of its own job or instance. Nothing else is ever a shell's text.
/// </summary>
public static class UserCommand
{
    /// <summary>Program and arguments that run <paramref name="line"/>.</summary>
    public static IReadOnlyList<string> Of(string line) => ["/bin/sh", "-c", line];
}
