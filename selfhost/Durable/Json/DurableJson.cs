using System.Text.Json;

namespace ClickDeploy.SelfHost.Durable.Json;

/// <summary>How inputs, outputs, events and custom statuses become text: as the Functions isolated worker writes and reads them.</summary>
internal static class DurableJson
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    /// <summary>The text of a value; null for null, so that "no input" and "a null" are one thing.</summary>
    public static string? Write(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), Options);

    public static T? Read<T>(string? text) => text is null ? default : JsonSerializer.Deserialize<T>(text, Options);

    public static object? Read(string? text, Type type)
        => text is not null ? JsonSerializer.Deserialize(text, type, Options)
            : type.IsValueType ? Activator.CreateInstance(type) : null;
}
