using ClickDeploy.Core;

namespace ClickDeploy.Tokens;

/// <summary>What a personal token may be.</summary>
public static class TokenRules
{
    public const int LongestName = 100;

    /// <summary>How long one lives where nobody says.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    public static FieldRule NameRule { get; } = new(Shortest: 1, Longest: LongestName);

    public static IEnumerable<FieldFault> Check(string name, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        if (Characters.CountOf(name) is 0 or > LongestName || string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl))
        {
            yield return new("name", "invalid_name", $"The name must have 1 to {LongestName} characters, no control characters, and not only spaces, such as 'ci'.");
        }

        if (expiresAt <= now)
        {
            yield return new("expires_at", "out_of_range", "The token would have expired already. Send a time that is to come, or null for a token that never expires.");
        }
    }
}
