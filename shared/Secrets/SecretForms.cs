using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace ClickDeploy.Secrets;

/// <summary>How a secret may look where somebody has written it: as it is, line by line, and in the usual encodings.</summary>
internal static class SecretForms
{
    // Encodings of short values and short lines of long ones are too common to be hidden wherever they stand.
    private const int ShortestEncoded = 6;
    private const int ShortestLine = 8;

    public static IEnumerable<string> Of(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        if (bytes.Length < SecretMask.Shortest)
        {
            return [];
        }

        var encoded = Base64(bytes).Concat(Escaped(secret)).Append(Convert.ToHexStringLower(bytes)).Append(Convert.ToHexString(bytes));
        return [secret, .. encoded.Where(form => form.Length >= ShortestEncoded), .. Lines(secret), .. Password(secret)];
    }

    // Logs are lines: a key of several is written as such.
    private static IEnumerable<string> Lines(string secret)
    {
        var lines = secret.Split(['\n', '\r']);
        return lines.Length == 1 ? [] : lines.Select(line => line.Trim()).Where(line => Encoding.UTF8.GetByteCount(line) >= ShortestLine);
    }

    // postgres://user:password@host: the password is often written alone.
    private static IEnumerable<string> Password(string secret)
    {
        if (Uri.TryCreate(secret, UriKind.Absolute, out var uri) && uri.UserInfo.Split(':', 2) is [_, { Length: >= SecretMask.Shortest } password])
        {
            yield return password;
            if (Uri.UnescapeDataString(password) is { Length: >= SecretMask.Shortest } plain)
            {
                yield return plain;
            }
        }
    }

    // A secret within a longer text that is encoded has three looks, by where it begins; of each, the digits that it alone decides.
    private static IEnumerable<string> Base64(byte[] secret)
    {
        for (var offset = 0; offset < 3; offset++)
        {
            var digits = Convert.ToBase64String([.. new byte[offset], .. secret]);
            var (first, end) = (((8 * offset) + 5) / 6, 8 * (offset + secret.Length) / 6);
            var form = digits[first..end];
            yield return form;
            yield return form.Replace('+', '-').Replace('/', '_');
        }
    }

    private static IEnumerable<string> Escaped(string secret)
    {
        var percent = Uri.EscapeDataString(secret);
        yield return percent;
        yield return percent.Replace("%20", "+", StringComparison.Ordinal);
        yield return LowerEscapes(percent);

        // JavaScript's encodeURIComponent, forms as browsers send them, Python's quote.
        yield return Unescaped(percent, "!'()*");
        yield return Unescaped(percent, "*").Replace("%20", "+", StringComparison.Ordinal).Replace("~", "%7E", StringComparison.Ordinal);
        yield return Unescaped(percent, "/");
        yield return JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret);
        yield return JavaScriptEncoder.Default.Encode(secret);
        yield return Json(secret, escapeSlash: false);
        yield return Json(secret, escapeSlash: true);
        yield return WebUtility.HtmlEncode(secret);
    }

    private static string Unescaped(string percent, string characters) =>
        characters.Aggregate(percent, (text, character) => text.Replace(Uri.HexEscape(character), character.ToString(), StringComparison.Ordinal));

    private static string LowerEscapes(string percent)
    {
        var lower = percent.ToCharArray();
        for (var at = 0; at + 2 < lower.Length; at++)
        {
            if (percent[at] == '%')
            {
                (lower[at + 1], lower[at + 2]) = (char.ToLowerInvariant(percent[at + 1]), char.ToLowerInvariant(percent[at + 2]));
            }
        }

        return new(lower);
    }

    // As Python and PHP write it: ASCII only, digits in lower case.
    private static string Json(string secret, bool escapeSlash)
    {
        var json = new StringBuilder();
        foreach (var unit in secret)
        {
            _ = unit switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append(@"\\"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                '/' when escapeSlash => json.Append("\\/"),
                < ' ' or > '~' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"),
                _ => json.Append(unit),
            };
        }

        return json.ToString();
    }
}
