using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using ClickDeploy.Core;

namespace ClickDeploy.Functions.OpenApi;

/// <summary>The schemas of the types that answers have, by name, made from the types as they are serialised.</summary>
internal sealed class JsonSchemas
{
    private static readonly JsonSerializerOptions Serializer = new(Json.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
    private static readonly JsonSchemaExporterOptions Exporter = new() { TransformSchemaNode = Known };
    private readonly SortedDictionary<string, JsonNode> _schemas = new(StringComparer.Ordinal);

    /// <summary>A reference to the type's schema.</summary>
    public JsonObject Of(Type type)
    {
        var name = NameOf(type);
        if (!_schemas.ContainsKey(name))
        {
            var schema = Serializer.GetJsonSchemaAsNode(type, Exporter);
            _schemas[name] = Moved(schema, $"#/components/schemas/{name}");
        }

        return new() { ["$ref"] = $"#/components/schemas/{name}" };
    }

    public JsonObject ToJson() => new(_schemas.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value.DeepClone())));

    private static string NameOf(Type type) => type.IsGenericType
        ? type.Name[..type.Name.IndexOf('`')] + "Of" + string.Concat(type.GetGenericArguments().Select(NameOf))
        : type.Name;

    // Types with converters of their own are unknown to the exporter.
    private static JsonNode Known(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type);
        var (format, known) = (type ?? context.TypeInfo.Type) switch
        {
            { Name: "ProjectId" or "ServiceId" or "DeploymentId" or "InstanceId" or "TokenId" } => ("uuid", true),
            var other when other == typeof(DateTimeOffset) => ("date-time", true),
            var other when other == typeof(OrgId) => (null, true),
            _ => (null, false),
        };
        if (!known)
        {
            return schema;
        }

        var made = new JsonObject { ["type"] = type is null ? "string" : new JsonArray("string", "null") };
        if (format is not null)
        {
            made["format"] = format;
        }

        return made;
    }

    // A schema's references to its own parts begin at its root, which is further down now.
    private static JsonNode Moved(JsonNode node, string root)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    if (name == "$ref" && value?.GetValue<string>() is { } reference)
                    {
                        members[name] = root + reference.TrimStart('#');
                    }
                    else if (value is not null)
                    {
                        Moved(value, root);
                    }
                }

                break;
            case JsonArray items:
                foreach (var item in items.OfType<JsonNode>())
                {
                    Moved(item, root);
                }

                break;
        }

        return node;
    }
}
