using System.Text.Json.Nodes;
using ClickDeploy.Core;

namespace ClickDeploy.Functions.Http;

/// <summary>What a field of a body may hold: in words for who sent something else, and as a JSON schema.</summary>
public sealed record FieldType(string Words, Func<JsonObject> Schema)
{
    public static FieldType Text { get; } = new("a text", () => new() { ["type"] = "string" });

    public static FieldType TextOrNull { get; } = new("a text or null", () => new() { ["type"] = new JsonArray("string", "null") });

    public static FieldType Boolean { get; } = new("true or false", () => new() { ["type"] = "boolean" });

    public static FieldType Integer { get; } = new("a whole number", () => new() { ["type"] = "integer" });

    public static FieldType IntegerOrNull { get; } = new("a whole number or null", () => new() { ["type"] = new JsonArray("integer", "null") });

    public static FieldType Number { get; } = new("a number", () => new() { ["type"] = "number" });

    public static FieldType Object { get; } = new("an object", () => new() { ["type"] = new JsonArray("object", "null") });

    public static FieldType Texts { get; } = new("an array of texts", () => new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } });

    public static FieldType Objects { get; } = new("an array of objects", () => new() { ["type"] = "array" });

    public static FieldType TextMap { get; } = new("an object of texts", () => new() { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "null") } });

    /// <summary>The same with what its rule says.</summary>
    public FieldType With(FieldRule? rule) => rule is null ? this : this with { Schema = () => Described(Schema(), rule) };

    public static FieldType Choice(IReadOnlyList<string> words) =>
        new("one of " + string.Join(", ", words), () => new() { ["type"] = "string", ["enum"] = Array(words) });

    private static JsonObject Described(JsonObject schema, FieldRule rule)
    {
        // Of an array the rule is its items'.
        var described = schema["items"] is JsonObject items ? items : schema;
        foreach (var (name, value) in Parts(rule))
        {
            if (value is not null)
            {
                described[name] = value;
            }
        }

        return schema;
    }

    private static IEnumerable<(string Name, JsonNode? Value)> Parts(FieldRule rule) =>
    [
        ("pattern", rule.Shape is { } shape ? $"^(?:{shape})$" : null),
        ("minLength", rule.Shortest),
        ("maxLength", rule.Longest),
        ("minimum", rule.Least),
        ("maximum", rule.Most),
        ("enum", rule.OneOf is { } words ? Array(words) : null),
        ("format", rule.Format),
    ];

    private static JsonArray Array(IEnumerable<string> words) => new([.. words.Select(word => JsonValue.Create(word))]);
}
