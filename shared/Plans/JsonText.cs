using System.Text.Json;

namespace ClickDeploy.Plans;

/// <summary>Values of a stranger's JSON: what has another type, or is no text (half a surrogate pair), is not there.</summary>
internal static class JsonText
{
    public static JsonDocumentOptions Lenient { get; } = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonDocument Parse(string text) => JsonDocument.Parse(text.TrimStart('\uFEFF'), Lenient);

    public static JsonElement? Get(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    public static string? Text(this JsonElement? element)
    {
        try
        {
            return element is { ValueKind: JsonValueKind.String } text && !string.IsNullOrWhiteSpace(text.GetString()) ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static IReadOnlyList<string> Texts(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray().Select(item => Text(item)).OfType<string>()] : [];

    /// <summary>The properties whose values are texts.</summary>
    public static IReadOnlyDictionary<string, string> Map(this JsonElement? element)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (element is { ValueKind: JsonValueKind.Object } found)
        {
            foreach (var property in found.EnumerateObject())
            {
                if (Name(property) is { } name && Text(property.Value) is { } text)
                {
                    map[name] = text;
                }
            }
        }

        return map;
    }

    public static IEnumerable<string> Keys(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object } found ? found.EnumerateObject().Select(Name).OfType<string>() : [];

    private static string? Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
