namespace ClickDeploy.Tests.Shared.Core;

/// <summary>Says what time it is; nothing waits for it.</summary>
internal sealed class Clock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
