using System.Globalization;
using System.Text;

namespace ClickDeploy.Projects;

/// <summary>The name in URLs: <c>[a-z0-9-]{1,63}</c>, from the project's name.</summary>
public static class ProjectSlug
{
    private const int Longest = 63;
    private const string WithoutAscii = "project";

    // The commonest letters of Europe; without the data of ICU .NET cannot take accents off.
    private const string Accented = "àáâãäåāăąçćčďđèéêëēėęěğìíîïīįıłñńňòóôõöøōőřśšşșßťţțùúûüūůűųýÿžźż";
    private const string Plain = "aaaaaaaaacccddeeeeeeeegiiiiiiilnnnoooooooorssssstttuuuuuuuuyyzzz";

    public static string From(string name)
    {
        var slug = new StringBuilder();
        foreach (var character in name.Select(char.ToLowerInvariant))
        {
            var accented = Accented.IndexOf(character);
            if (char.IsAsciiLetterOrDigit(character) || accented >= 0)
            {
                slug.Append(accented >= 0 ? Plain[accented] : character);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var text = slug.ToString(0, Math.Min(slug.Length, Longest)).TrimEnd('-');
        return text.Length == 0 ? WithoutAscii : text;
    }

    /// <summary>The first of <c>shop</c>, <c>shop-2</c>, <c>shop-3</c>… that is not taken.</summary>
    public static string FirstFree(string slug, IReadOnlySet<string> taken)
    {
        var candidate = slug;
        for (var number = 2; taken.Contains(candidate); number++)
        {
            var suffix = string.Create(CultureInfo.InvariantCulture, $"-{number}");
            candidate = slug[..Math.Min(slug.Length, Longest - suffix.Length)].TrimEnd('-') + suffix;
        }

        return candidate;
    }
}
