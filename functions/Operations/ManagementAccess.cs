using System.Text.Json;
using ClickDeploy.Functions.Audit;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Limits;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Functions.Operations;

/// <summary>Who may use <c>selfhost</c>'s Durable management API beside who has its key: administrators of the platform, limited and recorded as in the platform's own API.</summary>
public sealed class ManagementAccess(BearerTokens tokens, RateLimits limits, AuditTrail trail, AbandonedOperations abandoned)
{
    private const string Rewind = "RewindInstance";

    /// <summary>The key of the service by which <c>selfhost</c> asks; the Functions host has a key of its own and asks nobody.</summary>
    public const string Key = "durabletask";

    /// <summary>Lets the call happen, or refuses it; false: somebody asks who may know nothing of it.</summary>
    public async Task<bool> Admit(HttpContext http, RequestDelegate call)
    {
        if (await limits.Refuses(http, user: null))
        {
            return true;
        }

        if (await tokens.Administrator(http) is not { } user)
        {
            return false;
        }

        RequestId.Answer(http);
        if (await limits.Refuses(http, user))
        {
            return true;
        }

        if (await Refuses(http))
        {
            return true;
        }

        if (http.Request.IsWrite())
        {
            await Record(http, user);
        }

        await call(http);
        return true;
    }

    // What was given up would go on without its turn at its service, until its first step that changes something there fails.
    private async Task<bool> Refuses(HttpContext http)
    {
        if (NameOf(http) != Rewind || http.Request.RouteValues["id"] is not string id || !OperationId.IsValid(AbandonedOperation.EndOf(id))
            || await abandoned.GivenUp(http.RequestServices.GetRequiredService<DurableTaskClient>(), id, http.RequestAborted) is not { } operation)
        {
            return false;
        }

        var instead = operation.Kind == OperationKind.Deploy
            ? $"Deploy once more: POST {Api.Path("operations", id)}/retry."
            : $"Ask for the same again: {operation.Kind.ToString().ToLowerInvariant()} service {operation.Service.ServiceId}.";
        http.Response.StatusCode = StatusCodes.Status409Conflict;
        await http.Response.WriteAsJsonAsync(new Dictionary<string, string> { ["Message"] = $"Operation {id} was given up: what it left was undone, and its service passed on to others, so that it cannot go on. {instead}" }, http.RequestAborted);
        return true;
    }

    private static string NameOf(HttpContext http) => http.GetEndpoint()!.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName;

    private Task Record(HttpContext http, CurrentUser user)
    {
        var (name, values) = (NameOf(http), http.Request.RouteValues);
        var (kind, id) = values["id"] is string instance ? ("operation", instance) : values["name"] is string orchestrator ? ("orchestrator", orchestrator) : ("operation", (string?)null);
        return trail.Begin(http, user, name, kind, id, http.RequestAborted);
    }
}
