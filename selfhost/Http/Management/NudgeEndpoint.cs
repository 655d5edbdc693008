using ClickDeploy.SelfHost.Durable.Hub;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.SelfHost.Http.Management;

/// <summary>Where the hub's holder hears from other processes that there are rows for it. No route of the real host: its processes meet at queues.</summary>
internal static class NudgeEndpoint
{
    public const string Path = ManagementKey.Base + "/nudge";

    public static Endpoint Make()
    {
        var endpoint = new RouteEndpointBuilder(Answer, RoutePatternFactory.Parse("/" + Path), order: 0) { DisplayName = "durable nudge" };
        endpoint.Metadata.Add(new HttpMethodMetadata(["POST"]));
        return endpoint.Build();
    }

    private static Task Answer(HttpContext context)
    {
        if (!context.RequestServices.GetRequiredService<DurableHub>().TryNudge(context.Request.Query["holder"].ToString()))
        {
            return HostResponses.NotFound(context);
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    }
}
