using System.Text.Json;
using System.Text.Json.Nodes;
using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Durable.Read;
using ClickDeploy.SelfHost.Durable.Rows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClickDeploy.SelfHost.Http.Management;

/// <summary>The Durable management API's <c>GET instances/{id}</c>, as the Functions host answers it.</summary>
internal static class InstanceEndpoint
{
    public static Endpoint Make(ManagementKey key)
    {
        var endpoint = new RouteEndpointBuilder(context => Answer(context, key), Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse($"/{ManagementKey.Base}/instances/{{id}}"), order: 0) { DisplayName = "durable instance" };
        endpoint.Metadata.Add(new HttpMethodMetadata(["GET"]));
        return endpoint.Build();
    }

    private static async Task Answer(HttpContext context, ManagementKey key)
    {
        if (!key.Is(context.Request.Query["code"]))
        {
            await HostResponses.NotFound(context);
            return;
        }

        var (id, reader) = ((string)context.Request.RouteValues["id"]!, context.RequestServices.GetRequiredService<InstanceReader>());
        var patience = new CallPatience(context.RequestServices.GetRequiredService<TimeProvider>(), context.RequestServices.GetRequiredService<IOptions<DurableOptions>>().Value, context.RequestAborted);
        if (await reader.Get(id, withPayloads: true, patience) is not { } instance)
        {
            await HostResponses.NotFound(context);
            return;
        }

        var body = Body(instance);
        if (context.Request.Query["showHistory"] == "true")
        {
            body["historyEvents"] = HistoryEvents.Of(await reader.History(id, patience) ?? []);
        }

        context.Response.StatusCode = instance.RuntimeStatus is OrchestrationRuntimeStatus.Pending or OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Suspended ? 202 : 200;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body), context.RequestAborted);
    }

    private static JsonObject Body(OrchestrationMetadata instance) => new()
    {
        ["name"] = instance.Name,
        ["instanceId"] = instance.InstanceId,
        ["runtimeStatus"] = instance.RuntimeStatus.ToString(),
        ["input"] = HistoryEvents.Parse(instance.SerializedInput),
        ["customStatus"] = HistoryEvents.Parse(instance.SerializedCustomStatus),
        ["output"] = HistoryEvents.Parse(instance.SerializedOutput),
        ["createdTime"] = instance.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
        ["lastUpdatedTime"] = instance.LastUpdatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
    };
}
