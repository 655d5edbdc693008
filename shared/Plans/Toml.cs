using System.Text.RegularExpressions;

namespace ClickDeploy.Plans;

/// <summary>
/// As much of a TOML file as a plan needs: keys of tables with their texts and lists of texts. It forgives what it does not understand: the tool
/// that the file belongs to will tell better.
/// </summary>
internal sealed partial class Toml
{
    private readonly Dictionary<string, IReadOnlyList<string>> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tables = new(StringComparer.Ordinal);

    private Toml()
    {
    }

    public static Toml Parse(string? text)
    {
        var toml = new Toml();
        var (table, lines) = ("", (text ?? "").Split('\n'));
        for (var index = 0; index < lines.Length; index++)
        {
            if (Table().Match(lines[index]) is { Success: true } header)
            {
                toml._tables.Add(table = header.Groups[1].Value.Replace("\"", "", StringComparison.Ordinal));
            }
            else if (Pair().Match(lines[index]) is { Success: true } pair)
            {
                var value = pair.Groups[2].Value;
                // A list may go over many lines.
                while (value.StartsWith('[') && !Closed(value) && index + 1 < lines.Length)
                {
                    value += "\n" + lines[++index];
                }

                toml._values.TryAdd($"{table}.{pair.Groups[1].Value.Trim('"', '\'')}", Texts(value));
            }
        }

        return toml;
    }

    public bool HasTable(string table) => _tables.Contains(table);

    public string? Text(string key) => _values.GetValueOrDefault(key) is [{ Length: > 0 } text, ..] ? text : null;

    /// <summary>Null: there is no such key.</summary>
    public IReadOnlyList<string>? List(string key) => _values.GetValueOrDefault(key);

    /// <summary>The keys that stand in a table itself.</summary>
    public IEnumerable<string> Keys(string table) =>
        _values.Keys.Where(key => key.StartsWith(table + ".", StringComparison.Ordinal)).Select(key => key[(table.Length + 1)..]);

    // A bracket outside of its texts and comments ends it.
    private static bool Closed(string value) => Quoted().Replace(value, "").Split('\n').Any(line => line.Split('#')[0].Contains(']'));

    private static IReadOnlyList<string> Texts(string value) =>
        [.. Quoted().Matches(value).Where(match => !match.Value.StartsWith('#')).Select(match => match.Groups[1].Success ? match.Groups[1].Value.Replace("\\\"", "\"", StringComparison.Ordinal) : match.Groups[2].Value)];

    [GeneratedRegex(@"^\s*\[\[?\s*([A-Za-z0-9_.""-]+)\s*\]\]?\s*(#.*)?$")]
    private static partial Regex Table();

    [GeneratedRegex(@"^\s*([A-Za-z0-9_.-]+|""[^""]+""|'[^']+')\s*=\s*(.*)$")]
    private static partial Regex Pair();

    [GeneratedRegex(@"#[^\n]*|""((?:[^""\\\n]|\\.)*)""|'([^'\n]*)'")]
    private static partial Regex Quoted();
}
