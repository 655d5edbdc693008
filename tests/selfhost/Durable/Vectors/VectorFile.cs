using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClickDeploy.Tests.SelfHost.Durable.Vectors;

/// <summary>vectors.json, as recorded from the real engine.</summary>
internal static class VectorFile
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> All = new(Read);

    public static IEnumerable<string> Names => All.Value.Keys;

    /// <summary>A copy that may be changed.</summary>
    public static JsonObject Vector(string name) => JsonNode.Parse(All.Value[name])!.AsObject();

    private static Dictionary<string, string> Read()
    {
        using var stream = typeof(VectorFile).Assembly.GetManifestResourceStream("vectors.json")!;
        using var file = JsonDocument.Parse(stream);
        return file.RootElement.GetProperty("vectors").EnumerateArray().ToDictionary(vector => vector.GetProperty("name").GetString()!, vector => vector.GetRawText());
    }
}
