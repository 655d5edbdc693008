using System.Text.Json;
using Azure.Core;

namespace ClickDeploy.Storage.Azure;

/// <param name="Repeated">True when an earlier try of the request may have had its effect already.</param>
internal sealed record AzureReply(int Status, ResponseHeaders Headers, BinaryData Body, bool Repeated)
{
    /// <summary>The code of an error, in the header or in the body.</summary>
    public string? ErrorCode => Headers.TryGetValue("x-ms-error-code", out var code) ? code : Error(Body.ToMemory()).Code;

    public string? ErrorMessage => Error(Body.ToMemory()).Message;

    /// <summary>Code and message of a table error: <c>{"odata.error":{"code":…,"message":{"value":…}}}</c>.</summary>
    public static (string? Code, string? Message) Error(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var error = json.RootElement.GetProperty("odata.error");
            return (error.GetProperty("code").GetString(), error.GetProperty("message").GetProperty("value").GetString());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return (null, null); // an error of blobs (XML), or of something between here and there
        }
    }
}
