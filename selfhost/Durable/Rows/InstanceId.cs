using System.Buffers;

namespace ClickDeploy.SelfHost.Durable.Rows;

/// <summary>What an instance may be called: the rule of the Functions host, and text that every store can hold.</summary>
internal static class InstanceId
{
    public const int MaxLength = 100;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\#?");

    public static void Check(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id, nameof(id));
        if (Problem(id) is { } problem)
        {
            throw new ArgumentException(problem, nameof(id));
        }
    }

    public static bool IsValid(string id) => id.Length > 0 && Problem(id) is null;

    private static string? Problem(string id) =>
        id.Length > MaxLength ? $"The instance id '{id}' has {id.Length} characters; at most {MaxLength} are allowed."
        : id[0] == '@' || id.AsSpan().ContainsAny(Forbidden) || id.Any(char.IsControl) || !id.IsWellFormed() ? $"The instance id '{id}' is not allowed: leave out / \\ # ?, control characters and a leading @."
        : null;

    // A lone surrogate has no UTF-8 form.
    private static bool IsWellFormed(this string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsSurrogatePair(text, i) && ++i < text.Length))
            {
                return false;
            }
        }

        return true;
    }
}
