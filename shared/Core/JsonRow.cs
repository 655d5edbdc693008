using System.Text.Json;
using ClickDeploy.Storage;

namespace ClickDeploy.Core;

/// <summary>An object in a row: UTF-8 JSON in a binary property (a text property would hold half as much on Azure) and the number of its shape.</summary>
public static class JsonRow
{
    private const int Schema = 1;

    public static RowData Of<T>(T value) => new()
    {
        ["schema"] = Schema,
        ["json"] = JsonSerializer.SerializeToUtf8Bytes(value, Json.Options),
    };

    public static T Read<T>(Row row) => JsonSerializer.Deserialize<T>(row.Data.Bytes("json"), Json.Options)
        ?? throw new InvalidDataException($"The row {row.Partition}/{row.Key} holds no object.");

    public static Versioned<T>? ReadVersioned<T>(Row? row) => row is null ? null : new(Read<T>(row), row.ETag);
}
