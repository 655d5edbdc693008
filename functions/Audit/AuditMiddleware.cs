using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ClickDeploy.Functions.Audit;

/// <summary>Records every write once, at the edge.</summary>
public sealed class AuditMiddleware(AuditTrail trail) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && http.Request.IsWrite() && http.Features.Get<CurrentUser>() is { } user && IsAudited(context.FunctionDefinition.Name))
        {
            var (kind, id) = AuditedObject.Of(http.Request.Path.Value);
            await trail.Begin(http, user, context.FunctionDefinition.Name, kind, id, context.CancellationToken);
        }

        await next(context);
    }

    private static bool IsAudited(string function) => ApiOperation.Find(function) is not { } operation || !operation.Function.IsDefined(typeof(NotAuditedAttribute), inherit: false);
}
