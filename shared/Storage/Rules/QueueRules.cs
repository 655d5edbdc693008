using System.Buffers;
using System.Text;

namespace ClickDeploy.Storage.Rules;

/// <summary>What may be the name, body or times of a queue: the same on every provider. Breaking a rule is an <see cref="ArgumentException"/>.</summary>
internal static class QueueRules
{
    /// <summary>As base64 it has the 64 KiB that Azure takes.</summary>
    public const int MaxBodyBytes = 48 * 1024;
    public const int MaxCount = 32;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    public static bool IsName(string name) =>
        name.Length is >= 3 and <= 63 && char.IsAsciiLetterLower(name[0]) && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal) && !name.AsSpan().ContainsAnyExcept(NameCharacters);

    public static void Name(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsName(name))
            throw new ArgumentException($"The queue name '{name}' cannot be used: use 3 to 63 lower-case letters, digits and single hyphens, beginning with a letter and not ending with a hyphen.");
    }

    public static void Send(string body, TimeSpan delay)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (!KeyRules.IsWellFormed(body) || body.Contains('\0'))
            throw new ArgumentException("The message has half a surrogate pair or a NUL: it must be well-formed Unicode without NUL.");
        if (Encoding.UTF8.GetByteCount(body) is > MaxBodyBytes and var bytes)
            throw new ArgumentException($"The message is {bytes} bytes: send at most {MaxBodyBytes}, and put what is large into a blob.");
        Seconds("delay", delay, 0);
    }

    public static void Receive(int count, TimeSpan hidden)
    {
        if (count is < 1 or > MaxCount)
            throw new ArgumentException($"{count} messages are asked for: take 1 to {MaxCount} at once.");
        Seconds("time for which they are hidden", hidden, 1);
    }

    public static void Hide(QueueMessage message, TimeSpan hidden)
    {
        ArgumentNullException.ThrowIfNull(message);
        Seconds("time for which it is hidden", hidden, 0);
    }

    private static void Seconds(string what, TimeSpan time, int least)
    {
        if (time < TimeSpan.FromSeconds(least) || time > Longest || time.Ticks % TimeSpan.TicksPerSecond != 0)
            throw new ArgumentException($"The {what} is {time}: use whole seconds, {least} to {Longest.TotalSeconds}.");
    }
}
