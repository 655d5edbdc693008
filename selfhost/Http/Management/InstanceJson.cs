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

    /// <summary>Where all that can be asked of an instance is asked, with the key of the request.</summary>
    public static JsonObject Links(HttpRequest request, string id)
    {
        var code = "code=" + Uri.EscapeDataString(request.Query["code"].ToString());
        var instance = Address(request, id);
        return new()
        {
            ["id"] = id,
            ["purgeHistoryDeleteUri"] = $"{instance}?{code}",
            ["sendEventPostUri"] = $"{instance}/raiseEvent/{{eventName}}?{code}",
            ["statusQueryGetUri"] = $"{instance}?{code}",
            ["terminatePostUri"] = $"{instance}/terminate?reason={{text}}&{code}",
            ["rewindPostUri"] = $"{instance}/rewind?reason={{text}}&{code}",
            ["suspendPostUri"] = $"{instance}/suspend?reason={{text}}&{code}",
            ["resumePostUri"] = $"{instance}/resume?reason={{text}}&{code}",
            ["restartPostUri"] = $"{instance}/restart?{code}",
        };
    }

    public static string Status(HttpRequest request, string id) => $"{Address(request, id)}?code={Uri.EscapeDataString(request.Query["code"].ToString())}";

    private static string Address(HttpRequest request, string id) => $"{request.Scheme}://{request.Host}/{ManagementKey.Base}/instances/{Uri.EscapeDataString(id)}";
}
