using System.Collections.Immutable;
using System.Text.Json;

namespace ClickDeploy.SelfHost.Durable.History;

/// <summary>What stands beside an instance, and its tasks, as names and values.</summary>
internal static class Tags
{
    private const int MaxLength = 8_000;

    // As JSON, where a letter beyond ASCII takes six; a property of the store holds 32,767.
    private const int MaxWritten = 32_000;

    /// <summary>Null when there are none: then nothing is stored. They also stand in the instance's row, so that a list shows them.</summary>
    public static IReadOnlyDictionary<string, string>? Of(IEnumerable<KeyValuePair<string, string>>? own, IReadOnlyDictionary<string, string>? inherited = null)
    {
        var all = (inherited ?? ImmutableDictionary<string, string>.Empty).ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in own ?? [])
        {
            all[name] = value;
        }

        return all.Count == 0 ? null
            : all.Sum(tag => tag.Key.Length + tag.Value.Length) <= MaxLength && Write(all)!.Length <= MaxWritten ? all
            : throw new ArgumentException($"The tags have more than {MaxLength} characters, or {MaxWritten} as JSON. Pass an id and keep the data elsewhere.");
    }

    public static string? Write(IReadOnlyDictionary<string, string>? tags) => tags is null ? null : JsonSerializer.Serialize(tags);

    public static IReadOnlyDictionary<string, string> Read(string? text)
        => text is null ? ImmutableDictionary<string, string>.Empty : JsonSerializer.Deserialize<Dictionary<string, string>>(text) ?? [];
}
