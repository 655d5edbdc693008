using ClickDeploy.Core;

namespace ClickDeploy.Services;

/// <summary>When a service that ends again and again is given up, and how long to wait before it is started once more (DESIGN 6).</summary>
public static class CrashLoop
{
    private const int Limit = 5;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public static Failure Failure { get; } = new("crash_loop", $"It crashed {Limit} times in 5 min and was stopped.", "Read what it wrote last, mend the code, and deploy again.");

    /// <summary>The restarts that still count at <paramref name="now"/>.</summary>
    public static IReadOnlyList<DateTimeOffset> Recent(IReadOnlyList<DateTimeOffset> restarts, DateTimeOffset now) => [.. restarts.Where(restart => now - restart < Window)];

    public static bool IsReached(IReadOnlyList<DateTimeOffset> recent) => recent.Count >= Limit;

    /// <summary>1, 2, 4, 8… s, at most 30.</summary>
    public static TimeSpan Pause(IReadOnlyList<DateTimeOffset> recent) => TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Max(recent.Count - 1, 0)), 30));
}
