using System.Text.Json;
using ClickDeploy.Functions.Audit;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClickDeploy.Functions.Operations;

/// <summary>Who may use <c>selfhost</c>'s Durable management API beside who has its key: administrators of the platform, limited and recorded as in the platform's own API.</summary>
public sealed class ManagementAccess(BearerTokens tokens, RateLimits limits, AuditTrail trail)
{
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

        if (http.Request.IsWrite())
        {
            await Record(http, user);
        }

        await call(http);
        return true;
    }

    private Task Record(HttpContext http, CurrentUser user)
    {
        var (name, values) = (http.GetEndpoint()!.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName, http.Request.RouteValues);
        var (kind, id) = values["id"] is string instance ? ("operation", instance) : values["name"] is string orchestrator ? ("orchestrator", orchestrator) : ("operation", (string?)null);
        return trail.Begin(http, user, name, kind, id, http.RequestAborted);
    }
}
