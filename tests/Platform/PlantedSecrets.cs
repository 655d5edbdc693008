using System.Text;
using System.Text.Json;

namespace ClickDeploy.Tests.Platform;

/// <summary>Values that may be nowhere but in the process that they are for, and how to find them wherever they are.</summary>
internal sealed class PlantedSecrets
{
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private readonly Random _random = new(17);
    private readonly List<string> _values = [];

    public int Count => _values.Count;

    /// <summary>Another one; each kind of character comes up.</summary>
    public string Next()
    {
        var plain = new string(_random.GetItems<char>(Letters, 18));
        return Add((_values.Count % 8) switch
        {
            1 => $"{plain[..9]} \"'$&#=/+?{plain[9..]}",
            3 => $"{plain[..9]}äß🧀\\{plain[9..]}!*()~",
            5 => $"-----BEGIN KEY-----\n{plain}\r\n{plain[..12]}{plain}\n-----END KEY-----\n",
            7 => $"postgres://shop:{plain}@db.example.com:5432/shop?a=b",
            _ => plain,
        });
    }

    /// <summary>One that goes where only letters may.</summary>
    public string NextPlain() => Add(new string(_random.GetItems<char>(Letters, 24)));

    /// <summary>What of them stands in the bytes; empty: nothing.</summary>
    public IReadOnlyList<string> Find(string place, ReadOnlySpan<byte> bytes)
    {
        var found = new List<string>();
        foreach (var (n, form, text) in _values.SelectMany((value, n) => Forms(value).Select(form => (n, form.Name, form.Text))))
        {
            if (bytes.IndexOf(Encoding.UTF8.GetBytes(text)) is >= 0 and var at)
            {
                found.Add($"{place} has secret {n} ({form}) at {at}: …{Encoding.UTF8.GetString(bytes[Math.Max(0, at - 60)..at])}");
            }
        }

        return found;
    }

    private string Add(string value)
    {
        _values.Add(value);
        return value;
    }

    private static IEnumerable<(string Name, string Text)> Forms(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        yield return ("plain", value);
        yield return ("base64", Convert.ToBase64String(bytes).TrimEnd('='));
        yield return ("base64 within", Convert.ToBase64String([0, .. bytes])[2..^4]);
        yield return ("base64 within", Convert.ToBase64String([0, 0, .. bytes])[3..^4]);
        yield return ("hex", Convert.ToHexStringLower(bytes));
        yield return ("hex", Convert.ToHexString(bytes));
        yield return ("url", Uri.EscapeDataString(value));
        yield return ("json", JsonSerializer.Serialize(value)[1..^1]);
        foreach (var line in value.Split(['\r', '\n']).Where(line => line.Length >= 8 && !line.StartsWith("-----", StringComparison.Ordinal)))
        {
            // Half of it would be too much, too.
            yield return ("a line", line);
            yield return ("the beginning of a line", line[..(line.Length * 2 / 3)]);
            yield return ("the end of a line", line[(line.Length / 3)..]);
        }
    }
}
