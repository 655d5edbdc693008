using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClickDeploy.Core;

/// <summary>How objects are written into rows, blobs and answers: snake_case, enums as snake_case words, RFC 3339 times.</summary>
public static class Json
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false),
            new GuidIdConverter<ProjectId>(value => new(value), id => id.Value),
            new GuidIdConverter<ServiceId>(value => new(value), id => id.Value),
            new GuidIdConverter<DeploymentId>(value => new(value), id => id.Value),
            new GuidIdConverter<InstanceId>(value => new(value), id => id.Value),
            new GuidIdConverter<TokenId>(value => new(value), id => id.Value),
            new OrgIdConverter(),
            new UtcConverter(),
        },
    };

    private sealed class GuidIdConverter<T>(Func<Guid, T> make, Func<T, Guid> value) : JsonConverter<T>
        where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => make(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, T value1, JsonSerializerOptions options) => writer.WriteStringValue(value(value1));
    }

    private sealed class OrgIdConverter : JsonConverter<OrgId>
    {
        public override OrgId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetString() ?? throw new JsonException("An organisation is a string."));

        public override void Write(Utf8JsonWriter writer, OrgId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }

    // RFC 3339 in UTC with a Z; every tick is kept, because times are parts of row keys.
    private sealed class UtcConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset().ToUniversalTime();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime);
    }
}
