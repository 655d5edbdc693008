using System.Globalization;
using System.Text.Json;
using ClickDeploy.Storage;

namespace ClickDeploy.Core;

/// <summary>An object as the properties of a row: its JSON text in <c>json</c> (and <c>json1</c>, <c>json2</c>… where it is longer than a property may be) and the number of its <c>schema</c>.</summary>
public static class ObjectRow
{
    // A string property holds 64 KiB of UTF-16.
    private const int PartLength = 32 * 1024;

    public static RowData Of<T>(T value, int schema)
    {
        var json = JsonSerializer.Serialize(value, Json.Options);
        var data = new RowData { ["schema"] = schema };
        for (var part = 0; part == 0 || part * PartLength < json.Length; part++)
        {
            data[Name(part)] = json.Substring(part * PartLength, Math.Min(PartLength, json.Length - (part * PartLength)));
        }

        return data;
    }

    public static T Read<T>(Row row)
    {
        var json = row.Data.Text("json") ?? throw new InvalidDataException($"Row '{row.Key}' in partition '{row.Partition}' holds no object: it has no property 'json'.");
        for (var part = 1; row.Data.Text(Name(part)) is { } more; part++)
        {
            json += more;
        }

        return JsonSerializer.Deserialize<T>(json, Json.Options) ?? throw new InvalidDataException($"Row '{row.Key}' in partition '{row.Partition}' holds null where an object belongs.");
    }

    public static Versioned<T> ReadVersioned<T>(Row row) => new(Read<T>(row), row.ETag);

    private static string Name(int part) => part == 0 ? "json" : "json" + part.ToString(CultureInfo.InvariantCulture);
}
