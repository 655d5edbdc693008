namespace ClickDeploy.Targets;

/// <summary>A line of an instance's output. Bytes that are not UTF-8 are shown as U+FFFD.</summary>
public sealed record OutputLine(OutputStream Stream, string Text);

public enum OutputStream
{
    Stdout,
    Stderr,
}
