using System.Globalization;
using System.Text.Json;

namespace ClickDeploy.Ops.Platform;

/// <summary>Reads members of answers as far as they are there: a platform of another version may lack one.</summary>
internal static class JsonReading
{
    public static string? Text(this JsonElement value, string name) => value.Member(name) is { } member
        ? member.ValueKind switch
        {
            JsonValueKind.String => member.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => member.GetRawText(),
            _ => null,
        }
        : null;

    public static bool True(this JsonElement value, string name) => value.Member(name) is { ValueKind: JsonValueKind.True };

    /// <summary>As the clock of who reads it shows it, like on the page.</summary>
    public static DateTimeOffset? Time(this JsonElement value, string name) =>
        DateTimeOffset.TryParse(value.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToLocalTime() : null;

    public static IEnumerable<JsonElement> Items(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.Array } member ? member.EnumerateArray() : [];

    /// <summary>The member, or null when it is not there or null itself.</summary>
    public static JsonElement? Member(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
}
