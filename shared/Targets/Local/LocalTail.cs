namespace ClickDeploy.Targets.Local;

/// <summary>Two files have no common order: stdout comes first, then stderr, where the cause of a failure stands; each gets half, and what the other leaves.</summary>
internal static class LocalTail
{
    public static IReadOnlyList<OutputLine> Join(IReadOnlyList<string> stdout, IReadOnlyList<string> stderr, int lines)
    {
        var errors = Math.Min(stderr.Count, Math.Max(lines - stdout.Count, (lines + 1) / 2));
        return
        [
            .. stdout.TakeLast(lines - errors).Select(line => new OutputLine(OutputStream.Stdout, line)),
            .. stderr.TakeLast(errors).Select(line => new OutputLine(OutputStream.Stderr, line)),
        ];
    }
}
