using ClickDeploy.Functions.Auth;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ClickDeploy.Functions.Limits;

/// <summary>Limits what one user asks for, from wherever.</summary>
public sealed class UserLimitMiddleware(RateLimits limits) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && http.Features.Get<CurrentUser>() is { } user && Counted.Is(context.FunctionDefinition.Name) && await limits.Refuses(http, user))
        {
            return;
        }

        await next(context);
    }
}
