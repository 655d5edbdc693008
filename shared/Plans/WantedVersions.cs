using System.Globalization;

namespace ClickDeploy.Plans;

/// <summary>
/// Whether a version is among those that a repository asks for, in the notations of Node (<c>^18.2 || 20.x</c>) and Python (<c>&gt;=3.10,&lt;3.13</c>).
/// What cannot be read asks for nothing: the answer is only ever a remark.
/// </summary>
public static class WantedVersions
{
    public static bool IsMet(string wanted, string version) => Numbers(version) is not { Length: > 0 } actual
        || wanted.Split("||").Any(alternative => Terms(alternative).All(term => Holds(term, actual)));

    // ">= 18 <21" and "18 - 20": the operator belongs to the number after it.
    private static IEnumerable<string> Terms(string alternative)
    {
        var words = alternative.Replace(" - ", " <=", StringComparison.Ordinal).Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var upper = alternative.Contains(" - ", StringComparison.Ordinal);
        var pending = "";
        foreach (var word in words)
        {
            if (word.All(character => "<>=~^!".Contains(character)))
            {
                pending = word;
                continue;
            }

            yield return upper && char.IsAsciiDigit(word[0]) ? ">=" + word : pending + word;
            pending = "";
        }
    }

    private static bool Holds(string term, int[] actual)
    {
        var text = term.TrimStart('<', '>', '=', '~', '^', '!');
        if (Numbers(text) is not { Length: > 0 } wanted)
        {
            return true;
        }

        return term[..^text.Length] switch
        {
            ">=" => Compare(actual, wanted) >= 0,
            ">" => Compare(actual, wanted) > 0,
            "<" => Compare(actual, wanted) < 0,
            "<=" => Compare(actual, wanted) <= 0,
            "!=" => !Begins(actual, wanted),
            "^" => Begins(actual, wanted[0] == 0 && wanted.Length > 1 ? wanted[..2] : wanted[..1]) && Compare(actual, wanted) >= 0,
            "~" => Begins(actual, wanted[..Math.Min(2, wanted.Length)]) && Compare(actual, wanted) >= 0,
            "~=" => Begins(actual, wanted[..Math.Max(1, wanted.Length - 1)]) && Compare(actual, wanted) >= 0,
            _ => Begins(actual, wanted),
        };
    }

    private static bool Begins(int[] actual, int[] wanted) => actual.Take(wanted.Length).SequenceEqual(wanted.Take(actual.Length));

    // Only as many parts as were written: 18 is any 18.
    private static int Compare(int[] actual, int[] wanted)
    {
        for (var index = 0; index < wanted.Length; index++)
        {
            var difference = (index < actual.Length ? actual[index] : 0).CompareTo(wanted[index]);
            if (difference != 0)
            {
                return difference;
            }
        }

        return 0;
    }

    // "v18.2.0", "3.12.*", "20.x", "go1.24rc1": the numbers in front.
    private static int[] Numbers(string version)
    {
        var numbers = new List<int>();
        foreach (var part in version.TrimStart('v', 'V', 'g', 'o', '=').Split('.'))
        {
            var digits = string.Concat(part.TakeWhile(char.IsAsciiDigit));
            if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                break;
            }

            numbers.Add(number);
            if (digits.Length < part.Length)
            {
                break;
            }
        }

        return [.. numbers];
    }
}
