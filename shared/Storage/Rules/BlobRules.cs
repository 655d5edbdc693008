using System.Globalization;

namespace ClickDeploy.Storage.Rules;

/// <summary>What may be the name, content or lease of a blob: the same on every provider. Breaking a rule is an <see cref="ArgumentException"/>.</summary>
internal static class BlobRules
{
    public const int MaxNameLength = 512;
    public const int MaxPutBytes = 64 * 1024 * 1024;
    public const int MaxAppendBytes = 4 * 1024 * 1024;

    public static void Name(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > MaxNameLength)
            throw new ArgumentException($"The blob name '{(name.Length > 40 ? name[..40] + "…" : name)}' has {name.Length} characters: use 1 to {MaxNameLength}.");
        Characters(name);
        foreach (var segment in name.AsSpan().Split('/'))
        {
            if (name.AsSpan(segment) is [] or [.., '.'])
                throw new ArgumentException($"The blob name '{name}' has a segment that is empty or ends with '.': every part between '/' needs a name, and Azure drops dots at its end.");
        }
    }

    /// <summary>A beginning of names; it may end within a segment.</summary>
    public static void Prefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        Characters(prefix);
    }

    public static void DeletePrefix(string prefix)
    {
        Prefix(prefix);
        if (prefix.Length == 0)
            throw new ArgumentException("The prefix is empty and would delete every blob of the container: name what is to be deleted.");
    }

    public static void Put(string name, ReadOnlyMemory<byte> content)
    {
        Name(name);
        if (content.Length > MaxPutBytes)
            throw new ArgumentException($"The blob '{name}' is {content.Length} bytes: write at most {MaxPutBytes} at once, or append in parts.");
    }

    public static void Append(string name, long expectedOffset, ReadOnlyMemory<byte> content)
    {
        Name(name);
        if (content.Length is 0 or > MaxAppendBytes)
            throw new ArgumentException($"The append to blob '{name}' is {content.Length} bytes: append 1 to {MaxAppendBytes}.");
        if (expectedOffset < 0)
            throw new ArgumentException($"The offset {expectedOffset} for blob '{name}' is negative: pass the length that the blob has.");
    }

    public static void Read(string name, long offset, int count)
    {
        Name(name);
        if (offset < 0 || count < 0)
            throw new ArgumentException($"The range of blob '{name}' (offset {offset}, count {count}) is negative: both start at 0.");
    }

    public static void Lease(string name, TimeSpan duration)
    {
        Name(name);
        if (duration < TimeSpan.FromSeconds(15) || duration > TimeSpan.FromSeconds(60) || duration.Ticks % TimeSpan.TicksPerSecond != 0)
            throw new ArgumentException($"The lease of blob '{name}' is for {duration}: use whole seconds, 15 to 60.");
    }

    private static void Characters(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsControl(name[i]) || name[i] is '\\' or >= '\uFFFE')
                throw new ArgumentException($"The blob name '{name}' has the character U+{((int)name[i]).ToString("X4", CultureInfo.InvariantCulture)} at position {i}: percent-encode it.");
        }

        if (!KeyRules.IsWellFormed(name))
            throw new ArgumentException($"The blob name '{name}' has half a surrogate pair: names must be well-formed Unicode.");
    }
}
