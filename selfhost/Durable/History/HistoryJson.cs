using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ClickDeploy.SelfHost.Durable.History;

/// <summary>Steps as UTF-8 JSON: the form in which histories are stored.</summary>
internal static class HistoryJson
{
    private static readonly JsonTypeInfo<HistoryStep> StepType = (JsonTypeInfo<HistoryStep>)new HistoryContext(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // The text is never put into a page; escaping would double the size of payloads, which are JSON themselves.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }).GetTypeInfo(typeof(HistoryStep))!;

    public static byte[] Write(HistoryStep step) => JsonSerializer.SerializeToUtf8Bytes(step, StepType);

    public static HistoryStep Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, StepType) ?? throw new JsonException("A history row holds the text 'null'.");
}

[JsonSerializable(typeof(HistoryStep))]
internal sealed partial class HistoryContext : JsonSerializerContext;
