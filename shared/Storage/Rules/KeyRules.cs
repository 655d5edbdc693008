using System.Buffers;
using System.Globalization;

namespace ClickDeploy.Storage.Rules;

/// <summary>What may be a table, container, partition or row key: the same on every provider. Breaking a rule is an <see cref="ArgumentException"/>.</summary>
internal static class KeyRules
{
    public const int MaxKeyLength = 512;

    private static readonly SearchValues<char> NameTail = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [.. @"/\#?", .. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(c => (char)c)]);

    /// <summary>A name of a table or container.</summary>
    public static void Name(string what, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == "tables")
            throw new ArgumentException($"The {what} name 'tables' is reserved by Azure Storage: choose another.");
        if (!IsName(name))
            throw new ArgumentException($"The {what} name '{name}' cannot be used: use 3 to 63 lower-case letters and digits, beginning with a letter.");
    }

    public static bool IsName(string name) =>
        name.Length is >= 3 and <= 63 && char.IsAsciiLetterLower(name[0]) && !name.AsSpan().ContainsAnyExcept(NameTail) && name != "tables";

    public static void Partition(string partition)
    {
        ArgumentNullException.ThrowIfNull(partition);
        if (partition.Length == 0)
            throw new ArgumentException("The partition key is empty: give it at least one character.");
        Characters("partition key", partition);
    }

    public static void Row(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Characters("row key", key);
    }

    /// <summary>The bounds of a range are compared only, so they may be what no key can be.</summary>
    public static void Range(KeyRange range)
    {
        ArgumentNullException.ThrowIfNull(range);
        if (range.Limit < 0)
            throw new ArgumentException($"The limit {range.Limit} of the range is negative: use 0 or more, or null for no limit.");
    }

    /// <summary>True when no half of a surrogate pair stands alone: only such text survives UTF-8.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        var at = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        while (at >= 0)
        {
            if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return false;
            text = text[(at + 2)..];
            at = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        }

        return true;
    }

    private static void Characters(string what, string key)
    {
        if (key.Length > MaxKeyLength)
            throw new ArgumentException($"The {what} '{key[..40]}…' has {key.Length} characters: shorten it to {MaxKeyLength}.");

        var at = key.AsSpan().IndexOfAny(Forbidden);
        if (at >= 0)
        {
            var code = ((int)key[at]).ToString("X4", CultureInfo.InvariantCulture);
            throw new ArgumentException($"The {what} '{Shown(key)}' has the character U+{code} at position {at}: percent-encode it; / \\ # ? and control characters cannot be in keys.");
        }

        if (!IsWellFormed(key))
            throw new ArgumentException($"The {what} '{Shown(key)}' has half a surrogate pair: keys must be well-formed Unicode.");
    }

    private static string Shown(string key) =>
        string.Concat(key.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? $"\\u{(int)c:X4}" : c.ToString()));
}
