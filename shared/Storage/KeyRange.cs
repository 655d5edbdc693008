namespace ClickDeploy.Storage;

/// <summary>A range of row keys: <c>From ≤ key &lt; Below</c>, at most <c>Limit</c> rows; null is open.</summary>
public sealed record KeyRange(string? From = null, string? Below = null, int? Limit = null)
{
    public static KeyRange All { get; } = new();

    /// <summary>Every key that starts with <paramref name="prefix"/>.</summary>
    public static KeyRange Prefix(string prefix)
    {
        var counted = prefix.TrimEnd('\uFFFF'); // nothing comes after U+FFFF: the unit before it decides
        return new(prefix, counted.Length == 0 ? null : counted[..^1] + (char)(counted[^1] + 1));
    }

    /// <summary>The same range, but only keys greater than <paramref name="key"/>: a cursor. (A space is the lowest character of keys.)</summary>
    public KeyRange After(string key) => this with { From = key + '\u0020' };

    public KeyRange Take(int limit) => this with { Limit = limit };
}
