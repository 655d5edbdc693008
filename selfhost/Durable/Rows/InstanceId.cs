using System.Buffers;
using System.Text;

namespace ClickDeploy.SelfHost.Durable.Rows;

/// <summary>What an instance may be called: the rule of the Functions host, and text that every store can hold.</summary>
internal static class InstanceId
{
    public const int MaxLength = 100;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\#?");

    public static void Check(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id, nameof(id));
        if (id.Length > MaxLength)
        {
            throw new ArgumentException($"The instance id '{id}' has {id.Length} characters; at most {MaxLength} are allowed.", nameof(id));
        }

        if (id[0] == '@' || id.AsSpan().ContainsAny(Forbidden) || id.Any(char.IsControl) || !id.IsWellFormed())
        {
            throw new ArgumentException($"The instance id '{id}' is not allowed: leave out / \\ # ?, control characters and a leading @.", nameof(id));
        }
    }

    // A lone surrogate has no UTF-8 form.
    private static bool IsWellFormed(this string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return text.Contains('\uFFFD');
            }
        }

        return true;
    }
}
