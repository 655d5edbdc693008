using ClickDeploy.SelfHost.Durable.Json;

namespace ClickDeploy.SelfHost.Durable.Replay;

/// <summary>What an orchestrator hands over, as JSON of the length that is allowed.</summary>
internal sealed class Payloads(DurableOptions options)
{
    public string? Text(object? value, string what)
    {
        var text = DurableJson.Write(value);
        return text is null || text.Length <= options.MaxPayloadLength
            ? text
            : throw new InvalidOperationException($"The {what} has {text.Length} characters of JSON; at most {options.MaxPayloadLength} are allowed. Pass an id and keep the data elsewhere.");
    }

    public string? CustomStatus(object? value)
    {
        var text = DurableJson.Write(value);
        return text is null || text.Length <= options.MaxCustomStatusLength
            ? text
            : throw new InvalidOperationException($"The custom status has {text.Length} characters of JSON; at most {options.MaxCustomStatusLength} are allowed.");
    }
}
