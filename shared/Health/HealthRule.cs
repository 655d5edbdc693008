using System.Net;

namespace ClickDeploy.Health;

/// <summary>When an answer counts as healthy (DESIGN 6).</summary>
public static class HealthRule
{
    /// <summary>No path set: any answer below 500. A path: 200–399.</summary>
    public static bool Accepts(HttpStatusCode status, string? path) => path is null ? (int)status < 500 : (int)status is >= 200 and < 400;

    /// <summary>From 50 ms rising to 500 ms, by so little that an application waits for its next probe no longer than a fraction of what it took to come up.</summary>
    public static TimeSpan Pause(int probe) => TimeSpan.FromMilliseconds(Math.Min(50 * Math.Pow(1.1, probe), 500));
}
