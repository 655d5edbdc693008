using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ClickDeploy.Functions.Limits;

/// <summary>Limits what one address asks for, before anybody looks at its token.</summary>
public sealed class AddressLimitMiddleware(RateLimits limits) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && Counted.Is(context.FunctionDefinition.Name) && await limits.Refuses(http, user: null))
        {
            return;
        }

        await next(context);
    }
}
