using System.Globalization;
using System.Text.Json;
using ClickDeploy.Storage;

namespace ClickDeploy.Core;

/// <summary>
/// An object in a row: UTF-8 JSON in the binary property <c>json</c> (a text property would hold half as much on Azure), the rest of one that is
/// longer than a property may be in <c>json1</c>, <c>json2</c>…, and the number of its shape.
/// </summary>
public static class JsonRow
{
    private const int Schema = 1;
    private const int PartLength = 64 * 1024;

    public static RowData Of<T>(T value)
    {
        var data = new RowData { ["schema"] = Schema };
        var parts = JsonSerializer.SerializeToUtf8Bytes(value, Json.Options).Chunk(PartLength).Index();
        foreach (var (index, part) in parts)
        {
            data[Part(index)] = part;
        }

        return data;
    }

    public static T Read<T>(Row row)
    {
        var json = row.Data.Bytes(Part(0));
        for (var index = 1; row.Data.Bytes(Part(index)) is { } more; index++)
        {
            json = [.. json!, .. more];
        }

        return JsonSerializer.Deserialize<T>(json, Json.Options) ?? throw new InvalidDataException($"The row {row.Partition}/{row.Key} holds no object.");
    }

    public static Versioned<T>? ReadVersioned<T>(Row? row) => row is null ? null : new(Read<T>(row), row.ETag);

    private static string Part(int index) => index == 0 ? "json" : string.Create(CultureInfo.InvariantCulture, $"json{index}");
}
