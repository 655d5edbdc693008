using System.Text;
using System.Text.RegularExpressions;

namespace ClickDeploy.Ops;

/// <summary>Text of strangers on its way to a terminal.</summary>
internal static partial class Words
{
    /// <summary>Without what could move the cursor or change the terminal: colours go, other control characters show as '·'.</summary>
    public static string Clean(string text)
    {
        var plain = Escapes().Replace(text, "");
        if (!plain.Any(IsHarmful))
        {
            return plain;
        }

        var clean = new StringBuilder(plain.Length);
        foreach (var c in plain)
        {
            clean.Append(IsHarmful(c) ? '·' : c);
        }

        return clean.ToString();
    }

    /// <summary>A name of code as words: <c>StartInstance</c> and <c>pre_deploy</c> as "Start instance" and "Pre deploy".</summary>
    public static string Sentence(string name)
    {
        var words = WordStarts().Replace(name, " $1").Replace('_', ' ').Trim().ToLowerInvariant();
        return words.Length == 0 ? "" : char.ToUpperInvariant(words[0]) + words[1..];
    }

    [GeneratedRegex("(?<=[a-z0-9])([A-Z])")]
    private static partial Regex WordStarts();

    // Besides controls: what turns the direction of writing, so that one text looks like another.
    private static bool IsHarmful(char c) => (char.IsControl(c) && c != '\t') || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    [GeneratedRegex(@"\u001B(\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(\u0007|\u001B\\)?)")]
    private static partial Regex Escapes();
}
