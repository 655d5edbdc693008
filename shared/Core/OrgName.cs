using System.Text;

namespace ClickDeploy.Core;

/// <summary>What a token may call an organisation: it becomes part of partition keys.</summary>
public static class OrgName
{
    // A partition key holds 512 characters; a name takes most of them at worst and leaves room for a parent's id.
    private const int LongestKey = 400;

    private const int Longest = 100;

    public static FieldRule Rule { get; } = new(Shortest: 1, Longest: Longest);

    public static bool IsValid(string name) =>
        Characters.CountOf(name) is >= 1 and <= Longest && IsWellFormed(name) && !name.Any(char.IsControl) && new OrgId(name).Key.Length <= LongestKey;

    // Half a surrogate pair cannot be encoded: two such names would share a key.
    private static bool IsWellFormed(string name)
    {
        var rest = name.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var used) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[used..];
        }

        return true;
    }
}
