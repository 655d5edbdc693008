using System.Text.Json;
using System.Text.Json.Nodes;
using ClickDeploy.Core;

namespace ClickDeploy.Functions.Http;

/// <summary>The fields that a reader of <see cref="Fields"/> asks for, each with its type and what holds where it is absent.</summary>
public sealed class BodyShape
{
    private readonly Dictionary<string, (FieldType Type, object? Otherwise, BodyShape? Inner)> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _required = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => _fields.Keys;

    internal void Require(string name) => _required.Add(name);

    internal void Add(string name, FieldType type, object? otherwise, BodyShape? inner = null) => _fields.TryAdd(name, (type, otherwise, inner));

    /// <summary>As a JSON schema. <paramref name="defaults"/>: whether an absent field gets its default (a new object) or stays as it is (a change).</summary>
    public JsonObject Schema(bool defaults)
    {
        var properties = new JsonObject();
        foreach (var (name, field) in _fields)
        {
            var schema = field.Type.Schema();
            if (field.Inner is { } inner)
            {
                var fields = inner.Schema(defaults);
                if (field.Type == FieldType.Objects)
                {
                    schema["items"] = fields;
                }
                else
                {
                    foreach (var (key, value) in fields.Where(part => part.Key != "type").ToList())
                    {
                        schema[key] = value?.DeepClone();
                    }
                }
            }

            if (defaults && !_required.Contains(name) && field.Otherwise is not (null or ""))
            {
                schema["default"] = JsonSerializer.SerializeToNode(field.Otherwise, field.Otherwise.GetType(), Json.Options);
            }

            properties[name] = schema;
        }

        var shape = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        if (_required.Count > 0)
        {
            shape["required"] = new JsonArray([.. _required.Select(name => JsonValue.Create(name))]);
        }

        return shape;
    }
}
