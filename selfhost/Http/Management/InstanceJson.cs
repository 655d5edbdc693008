using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.SelfHost.Http.Management;

/// <summary>Instances and their addresses as the Functions host writes them.</summary>
internal static class InstanceJson
{
    public static JsonObject Of(OrchestrationMetadata instance, bool withInput) => new()
    {
        ["name"] = instance.Name,
        ["instanceId"] = instance.InstanceId,
        ["runtimeStatus"] = instance.RuntimeStatus.ToString(),
        ["input"] = withInput ? HistoryEvents.Parse(instance.SerializedInput) : null,
        ["customStatus"] = HistoryEvents.Parse(instance.SerializedCustomStatus),
        ["output"] = HistoryEvents.Parse(instance.SerializedOutput),
        ["createdTime"] = instance.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
        ["lastUpdatedTime"] = instance.LastUpdatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
    };

    /// <summary>Where all that can be asked of an instance is asked, with the key of the request; one that was signed in by a header has none in its address, and neither have these.</summary>
    public static JsonObject Links(HttpRequest request, string id)
    {
        var (instance, code) = (Address(request, id), Code(request));
        return new()
        {
            ["id"] = id,
            ["purgeHistoryDeleteUri"] = With(instance, code),
            ["sendEventPostUri"] = With($"{instance}/raiseEvent/{{eventName}}", code),
            ["statusQueryGetUri"] = With(instance, code),
            ["terminatePostUri"] = With($"{instance}/terminate?reason={{text}}", code),
            ["rewindPostUri"] = With($"{instance}/rewind?reason={{text}}", code),
            ["suspendPostUri"] = With($"{instance}/suspend?reason={{text}}", code),
            ["resumePostUri"] = With($"{instance}/resume?reason={{text}}", code),
            ["restartPostUri"] = With($"{instance}/restart", code),
        };
    }

    public static string Status(HttpRequest request, string id) => With(Address(request, id), Code(request));

    private static string? Code(HttpRequest request) => request.Query["code"] is [{ Length: > 0 } code, ..] ? "code=" + Uri.EscapeDataString(code) : null;

    private static string With(string address, string? code) => code is null ? address : address + (address.Contains('?') ? '&' : '?') + code;

    private static string Address(HttpRequest request, string id) => $"{request.Scheme}://{request.Host}/{ManagementKey.Base}/instances/{Uri.EscapeDataString(id)}";
}
