using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ClickDeploy.Functions.Limits;

/// <summary>Limits what one user asks for, from wherever.</summary>
public sealed class UserLimitMiddleware(RateLimits limits) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && http.Features.Get<CurrentUser>() is { } user && Counted.Is(context.FunctionDefinition.Name) && limits.Refuse($"user {user.Org.Key} {user.Name}") is { } wait)
        {
            await Counted.Refuse(wait).ExecuteAsync(http);
            return;
        }

        await next(context);
    }
}
