using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.SelfHost.Http.Management;

/// <summary>The Durable management API, as the Functions host answers it.</summary>
internal static class ManagementApi
{
    private const string ContinuationToken = "x-ms-continuation-token";
    private const int PageSize = 100;

    // More than the engine takes as one payload, however it is written.
    private const long MaxBodyBytes = 64L * 1024 * 1024;

    public static IEnumerable<Endpoint> Endpoints(ManagementKey key)
    {
        yield return Endpoint("ShowInstance", "GET", "instances/{id}", Show);
        yield return Endpoint("ListInstances", "GET", "instances", List);
        yield return Endpoint("RaiseEvent", "POST", "instances/{id}/raiseEvent/{name}", call => Ask(call, async id => await call.Client.RaiseEventAsync(id, call.EventName, await call.Body(), call.Cancellation)));
        yield return Endpoint("TerminateInstance", "POST", "instances/{id}/terminate", call => Ask(call, id => call.Client.TerminateInstanceAsync(id, call.Text("reason"), call.Cancellation)));
        yield return Endpoint("SuspendInstance", "POST", "instances/{id}/suspend", call => Ask(call, id => call.Client.SuspendInstanceAsync(id, call.Text("reason"), call.Cancellation)));
        yield return Endpoint("ResumeInstance", "POST", "instances/{id}/resume", call => Ask(call, id => call.Client.ResumeInstanceAsync(id, call.Text("reason"), call.Cancellation)));
        yield return Endpoint("RewindInstance", "POST", "instances/{id}/rewind", call => Ask(call, id => call.Client.RewindInstanceAsync(id, call.Text("reason") ?? "", call.Cancellation), ofFailed: true));
        yield return Endpoint("RestartInstance", "POST", "instances/{id}/restart", Restart);
        yield return Endpoint("PurgeInstance", "DELETE", "instances/{id}", Purge);
        yield return Endpoint("PurgeInstances", "DELETE", "instances", PurgeMany);
        yield return Endpoint("StartInstance", "POST", "orchestrators/{name}/{id?}", Start);

        Endpoint Endpoint(string name, string method, string path, Func<ManagementCall, Task> answer)
        {
            var endpoint = new RouteEndpointBuilder(context => Guarded(context, key, answer), RoutePatternFactory.Parse($"/{ManagementKey.Base}/{path}"), order: 0) { DisplayName = $"durable {method} {path}" };
            endpoint.Metadata.Add(new EndpointNameMetadata(name));
            endpoint.Metadata.Add(new HttpMethodMetadata([method]));
            return endpoint.Build();
        }
    }

    private static async Task Guarded(HttpContext context, ManagementKey key, Func<ManagementCall, Task> answer)
    {
        if (!await key.Admit(context, admitted => Answer(admitted, answer)))
        {
            await HostResponses.NotFound(context);
        }
    }

    private static async Task Answer(HttpContext context, Func<ManagementCall, Task> answer)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBodyBytes;
        }

        var call = new ManagementCall(context);
        try
        {
            await answer(call);
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException or ArgumentException)
        {
            await call.Answer(StatusCodes.Status400BadRequest, new JsonObject { ["Message"] = wrong.Message });
        }
    }

    private static async Task Show(ManagementCall call)
    {
        var (withInput, asError) = (call.Flag("showInput", true), call.Flag("returnInternalServerErrorOnFailure", false));
        if (await call.Find(withPayloads: true) is not { } instance)
        {
            await call.Answer(StatusCodes.Status404NotFound);
            return;
        }

        var body = InstanceJson.Of(instance, withInput);
        if (call.Flag("showHistory", false))
        {
            var history = await call.Reader.History(call.Id, call.Patience) ?? [];
            body["historyEvents"] = HistoryEvents.Of(history, withInput, call.Flag("showHistoryOutput", false));
            if (call.Flag("showCustomStatuses", false))
            {
                // Ours: the Functions host keeps the last one only.
                body["customStatuses"] = HistoryEvents.CustomStatuses(history);
            }
        }

        var failed = asError && instance.RuntimeStatus is OrchestrationRuntimeStatus.Failed;
        // The same address again: who follows it asks for the same.
        await (instance.IsCompleted ? call.Answer(failed ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK, body) : call.Accepted(call.Request.GetEncodedUrl(), body));
    }

    private static async Task List(ManagementCall call)
    {
        var (top, withInput) = (call.Count("top", PageSize), call.Flag("showInput", true));
        var query = new OrchestrationQuery(
            call.Time("createdTimeFrom"), call.Time("createdTimeTo"), call.Statuses(), InstanceIdPrefix: call.Text("instanceIdPrefix"), PageSize: top, FetchInputsAndOutputs: true);
        string? token = call.Request.Headers[ContinuationToken] is [{ Length: > 0 } given, ..] ? given : null;
        await foreach (var page in call.Client.GetAllInstancesAsync(query).AsPages(token is null ? null : Uri.UnescapeDataString(token)).WithCancellation(call.Cancellation))
        {
            if (page.ContinuationToken is { } next)
            {
                // A header holds no other characters.
                call.Header(ContinuationToken, Uri.EscapeDataString(next));
            }

            await call.Answer(StatusCodes.Status200OK, new JsonArray([.. page.Values.Select(instance => (JsonNode)InstanceJson.Of(instance, withInput))]));
            return;
        }
    }

    private static async Task Ask(ManagementCall call, Func<string, Task> ask, bool ofFailed = false)
    {
        if (await call.Find(withPayloads: false) is not { } instance)
        {
            await call.Answer(StatusCodes.Status404NotFound);
            return;
        }

        if (instance.IsCompleted && !(ofFailed && instance.RuntimeStatus is OrchestrationRuntimeStatus.Failed))
        {
            await call.Answer(StatusCodes.Status410Gone);
            return;
        }

        try
        {
            await ask(call.Id);
        }
        catch (InvalidOperationException refusal)
        {
            // It has ended between; or it cannot be rewound as it is.
            await (ofFailed ? call.Answer(StatusCodes.Status409Conflict, new JsonObject { ["Message"] = refusal.Message }) : call.Answer(StatusCodes.Status410Gone));
            return;
        }

        await call.Answer(StatusCodes.Status202Accepted);
    }

    private static async Task Restart(ManagementCall call)
    {
        var anew = call.Flag("restartWithNewInstanceId", true);
        if (await call.Find(withPayloads: false) is null)
        {
            await call.Answer(StatusCodes.Status404NotFound);
            return;
        }

        try
        {
            var id = await call.Client.RestartAsync(call.Id, anew, call.Cancellation);
            await call.Accepted(InstanceJson.Status(call.Request, id), InstanceJson.Links(call.Request, id));
        }
        catch (InvalidOperationException live)
        {
            await call.Answer(StatusCodes.Status409Conflict, new JsonObject { ["Message"] = live.Message });
        }
    }

    private static async Task Purge(ManagementCall call)
    {
        try
        {
            var purged = await call.Client.PurgeInstanceAsync(call.Id, call.Cancellation);
            await (purged.PurgedInstanceCount > 0 ? call.Answer(StatusCodes.Status200OK, Deleted(purged)) : call.Answer(StatusCodes.Status404NotFound));
        }
        catch (Exception nothing) when (nothing is InvalidOperationException or ArgumentException)
        {
            // One that has not ended is none that could be purged.
            await call.Answer(StatusCodes.Status404NotFound);
        }
    }

    private static async Task PurgeMany(ManagementCall call)
    {
        // As the real host: nobody means all that ever was.
        var from = call.Time("createdTimeFrom") ?? throw new FormatException("createdTimeFrom is missing: give the time from which on instances are purged, such as 2026-01-01T00:00:00Z.");
        var filter = new PurgeInstancesFilter(from, call.Time("createdTimeTo"), call.Statuses());
        await call.Answer(StatusCodes.Status200OK, Deleted(await call.Client.PurgeAllInstancesAsync(filter, call.Cancellation)));
    }

    private static async Task Start(ManagementCall call)
    {
        var name = (string)call.Request.RouteValues["name"]!;
        if (call.Registry.Orchestrator(name) is null)
        {
            await call.Answer(StatusCodes.Status400BadRequest, new JsonObject { ["Message"] = $"The function '{name}' doesn't exist, is disabled, or is not an orchestrator function." });
            return;
        }

        try
        {
            var id = await call.Client.ScheduleNewOrchestrationInstanceAsync(name, await call.Body(), new StartOrchestrationOptions(call.Request.RouteValues["id"] as string), call.Cancellation);
            await call.Accepted(InstanceJson.Status(call.Request, id), InstanceJson.Links(call.Request, id));
        }
        catch (InvalidOperationException live)
        {
            await call.Answer(StatusCodes.Status409Conflict, new JsonObject { ["Message"] = live.Message });
        }
        catch (ArgumentException wrong)
        {
            await call.Answer(StatusCodes.Status400BadRequest, new JsonObject { ["Message"] = wrong.Message });
        }
    }

    private static JsonObject Deleted(PurgeResult purged) => new() { ["instancesDeleted"] = purged.PurgedInstanceCount };
}
