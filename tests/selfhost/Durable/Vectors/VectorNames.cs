using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ClickDeploy.Tests.SelfHost.Durable.Vectors;

/// <summary>The ids of one run of a vector, and the placeholders that stand for them in the file.</summary>
internal sealed partial class VectorNames
{
    private const int LongText = 4_000;

    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal) { ["run"] = $"v{Guid.NewGuid():N}"[..13] };

    public string Run => _ids["run"];

    public void Add(string alias, string id) => _ids[alias] = id;

    public string? Id(string alias) => _ids.GetValueOrDefault(alias);

    /// <summary>The id that an alias of the file stands for, or that the placeholders in it do.</summary>
    public string Instance(string alias) => Id(alias) ?? Real(alias);

    /// <summary>A text of the file as it is in this run.</summary>
    public string Real(string template) => Placeholder().Replace(template, match => Id(match.Groups[1].Value) ?? $"{_ids["run"]}-{match.Groups[1].Value}");

    /// <summary>A text of this run as the file writes it.</summary>
    public string? Hidden(string? text)
    {
        if (text is null)
        {
            return null;
        }

        foreach (var (alias, id) in _ids.OrderByDescending(pair => pair.Value.Length).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text = text.Replace(id, "{" + alias + "}", StringComparison.Ordinal);
        }

        return text.Length <= LongText
            ? GeneratedId().Replace(text, "{guid}")
            : string.Create(CultureInfo.InvariantCulture, $"{text[..20]}… ({text.Length} characters, SHA-256 {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))})");
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex GeneratedId();
}
