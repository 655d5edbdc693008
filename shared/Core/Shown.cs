using System.Text;

namespace ClickDeploy.Core;

/// <summary>What somebody sent, as it may stand in a message: cut, without control characters.</summary>
public static class Shown
{
    private const int Longest = 60;

    public static string Of(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= Longest)
            {
                return shown.Append('…').ToString();
            }

            shown.Append(Rune.IsControl(rune) ? Rune.ReplacementChar : rune);
        }

        return shown.ToString();
    }
}
