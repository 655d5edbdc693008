using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using ClickDeploy.Storage.Rules;

namespace ClickDeploy.Storage.Azure;

/// <summary>Rows as entities of Azure Tables, so that what is read equals what was written.</summary>
/// <remarks>
/// Text that JSON, XML or JavaScript on the way might change (control characters, U+FFFE, U+FFFF, half surrogate pairs) is stored as the bytes
/// of its UTF-16, and minus zero as the bytes of the double. <c>__raw_text</c> and <c>__raw_double</c> say which: one bit for each property in
/// ordinal order of the names.
/// </remarks>
internal static class EntityJson
{
    private const string RawText = RowRules.Reserved + "raw_text";
    private const string RawDouble = RowRules.Reserved + "raw_double";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static byte[] Write(string partition, string key, RowData data)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("PartitionKey", partition);
            json.WriteString("RowKey", key);
            var properties = data.Where(property => property.Value is not null).OrderBy(property => property.Key, StringComparer.Ordinal).ToList();
            foreach (var (name, value) in properties)
                Property(json, name, value!);
            Marks(json, RawText, [.. properties.Select(property => property.Value is string text && NeedsRaw(text))]);
            Marks(json, RawDouble, [.. properties.Select(property => property.Value is double number && NeedsRaw(number))]);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    public static Row Read(JsonElement entity, string partition)
    {
        var types = entity.EnumerateObject()
            .Where(member => member.Name.EndsWith("@odata.type", StringComparison.Ordinal))
            .ToDictionary(member => member.Name[..^"@odata.type".Length], member => member.Value.GetString(), StringComparer.Ordinal);
        var values = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var member in entity.EnumerateObject())
        {
            if (member.Name is not ("PartitionKey" or "RowKey" or "Timestamp") && !member.Name.Contains('.', StringComparison.Ordinal) && member.Value.ValueKind != JsonValueKind.Null)
                values[member.Name] = Value(member.Value, types.GetValueOrDefault(member.Name));
        }

        var rawTexts = values.Remove(RawText, out var texts) ? (byte[])texts : [];
        var rawDoubles = values.Remove(RawDouble, out var doubles) ? (byte[])doubles : [];
        var data = new RowData();
        foreach (var (i, (name, value)) in values.Index())
        {
            data[name] = IsMarked(rawTexts, i) ? new string(MemoryMarshal.Cast<byte, char>((byte[])value))
                : IsMarked(rawDoubles, i) ? BitConverter.ToDouble((byte[])value)
                : value;
        }

        return new Row(partition, entity.GetProperty("RowKey").GetString()!, entity.GetProperty("odata.etag").GetString()!, data);
    }

    private static void Property(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text when NeedsRaw(text):
                Typed(json, name, "Edm.Binary");
                json.WriteBase64String(name, MemoryMarshal.AsBytes(text.AsSpan()));
                break;
            case string text:
                json.WriteString(name, text);
                break;
            case byte[] binary:
                Typed(json, name, "Edm.Binary");
                json.WriteBase64String(name, binary);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                Typed(json, name, "Edm.Int64");
                json.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number when NeedsRaw(number):
                Typed(json, name, "Edm.Binary");
                json.WriteBase64String(name, BitConverter.GetBytes(number));
                break;
            case double number:
                Typed(json, name, "Edm.Double");
                if (double.IsFinite(number))
                    json.WriteNumber(name, number);
                else
                    json.WriteString(name, number.ToString(CultureInfo.InvariantCulture)); // NaN, Infinity, -Infinity
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case Guid guid:
                Typed(json, name, "Edm.Guid");
                json.WriteString(name, guid);
                break;
            case DateTimeOffset time:
                Typed(json, name, "Edm.DateTime");
                json.WriteString(name, time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static object Value(JsonElement value, string? type) => type switch
    {
        "Edm.Binary" => value.GetBytesFromBase64(),
        "Edm.Int64" => long.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        "Edm.Guid" => value.GetGuid(),
        "Edm.DateTime" => DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUniversalTime(),
        "Edm.Double" => value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDouble(),
        _ => value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0 ? (object)value.GetInt32() : value.GetDouble(),
            _ => value.GetBoolean(),
        },
    };

    private static bool NeedsRaw(string text)
    {
        foreach (var c in text)
        {
            if (c is < ' ' or '\u007F' or >= '\uFFFE' or (>= '\u0080' and <= '\u009F'))
                return true;
        }

        return !KeyRules.IsWellFormed(text);
    }

    private static bool NeedsRaw(double number) => number == 0 && double.IsNegative(number);

    private static void Typed(Utf8JsonWriter json, string name, string type) => json.WriteString(name + "@odata.type", type);

    private static void Marks(Utf8JsonWriter json, string name, bool[] marks)
    {
        if (!marks.Contains(true))
            return;
        var bits = new byte[(marks.Length + 7) / 8];
        foreach (var (i, marked) in marks.Index())
            bits[i / 8] |= (byte)(marked ? 1 << (i % 8) : 0);
        Typed(json, name, "Edm.Binary");
        json.WriteBase64String(name, bits);
    }

    private static bool IsMarked(byte[] bits, int i) => i / 8 < bits.Length && (bits[i / 8] & (1 << (i % 8))) != 0;
}
