using System.Text.Json;

namespace ClickDeploy.Functions.Http;

/// <summary>Reads single JSON values without an exception, whatever was sent, and names what is there for a person.</summary>
internal static class JsonValues
{
    public static bool TryText(JsonElement json, out string value)
    {
        value = "";
        if (json.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        try
        {
            value = json.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // An escape of half a surrogate pair: JSON allows it, but it is no text.
            return false;
        }
    }

    public static bool TryBoolean(JsonElement json, out bool value)
    {
        value = json.ValueKind == JsonValueKind.True;
        return value || json.ValueKind == JsonValueKind.False;
    }

    public static bool TryInteger(JsonElement json, out int value)
    {
        value = 0;
        return json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out value);
    }

    public static bool TryNumber(JsonElement json, out double value)
    {
        value = 0;
        return json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out value) && double.IsFinite(value);
    }

    public static string? NameOf(JsonProperty property)
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

    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Number => "a number that does not fit here",
        JsonValueKind.String => "a text that does not fit here",
        JsonValueKind.Array => "an array",
        _ => "an object",
    };
}
