using System.Text;
using System.Text.RegularExpressions;
using ClickDeploy.Core;

namespace ClickDeploy.Variables;

/// <summary>What keys and values may be (API.md, field rules).</summary>
public static partial class VariableRules
{
    public const int LongestValue = 32 << 10;
    private const string KeyShape = "[A-Za-z_][A-Za-z0-9_]{0,254}";

    // A shell stands before every command, and sets these for itself: a value of the user's would not arrive.
    private static readonly HashSet<string> OfTheShell = new(StringComparer.Ordinal) { "IFS", "OPTIND", "PPID", "PWD" };
    private static readonly string[] SecretWords = ["SECRET", "TOKEN", "PASSWORD", "KEY"];

    public static FieldRule KeyRule { get; } = new(KeyShape);

    /// <summary>In bytes, of which a character has at least one.</summary>
    public static FieldRule ValueRule { get; } = new(Longest: LongestValue);

    /// <summary>Whether the key says that its value is a secret.</summary>
    public static bool LooksSecret(string key) => SecretWords.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <param name="field">Where the key stands in what was sent.</param>
    public static IEnumerable<FieldFault> Key(string field, string key)
    {
        if (!KeyPattern().IsMatch(key))
        {
            yield return new(field, "invalid_key", $"'{Shown.Of(key)}' cannot be the name of a variable. Write 1 to 255 letters, digits and underscores; do not begin with a digit.");
        }
        else if (key == "PORT")
        {
            yield return new(field, "reserved_key", "PORT is given by the platform: the application listens there. Leave it out, and set the service's port if it has another one.");
        }
        else if (OfTheShell.Contains(key) || key.StartsWith("__ctd_", StringComparison.Ordinal))
        {
            yield return new(field, "reserved_key", $"{key} is set by the shell that starts the application, so your value would not arrive. Choose another name.");
        }
    }

    /// <param name="field">Where the value stands in what was sent.</param>
    public static IEnumerable<FieldFault> Value(string field, string value)
    {
        if (value.Contains('\0'))
        {
            yield return new(field, "invalid_characters", "The value has a NUL character, which no process can be given. Leave it out, or encode the value.");
        }

        if (!IsWellFormed(value))
        {
            yield return new(field, "invalid_characters", "The value has half a surrogate pair, which is no Unicode. Enter it again.");
        }
        else if (Encoding.UTF8.GetByteCount(value) is > LongestValue and var length)
        {
            yield return new(field, "too_long", $"The value has {length} bytes. Write at most {LongestValue}; put a longer one into a file of the repository or a secret store.");
        }
    }

    private static bool IsWellFormed(string value)
    {
        for (var at = 0; at < value.Length; at++)
        {
            if (char.IsSurrogate(value[at]) && !(char.IsHighSurrogate(value[at]) && ++at < value.Length && char.IsLowSurrogate(value[at])))
            {
                return false;
            }
        }

        return true;
    }

    [GeneratedRegex(@"\A" + KeyShape + @"\z")]
    private static partial Regex KeyPattern();
}
