using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.SelfHost.Http;

/// <summary>The outermost layer of every request: what no function answers, and what fails.</summary>
internal sealed partial class HttpEdge(RequestDelegate next, ILogger<HttpEdge> logger)
{
    public async Task Invoke(HttpContext context)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.GetEndpoint()?.Metadata.GetMetadata<HttpFunction>() is null)
            {
                await AnswerForNobody(context);
            }
        }
        catch (Exception exception) when (context.Response.HasStarted)
        {
            LogFailedMidway(exception, context.Request.Method, context.Request.Path, context.TraceIdentifier);
            context.Abort();
        }
        catch (BadHttpRequestException exception)
        {
            context.Response.Clear();
            await HostResponses.BadRequest(context, exception);
        }
        catch (Exception exception)
        {
            LogFailed(exception, context.Request.Method, context.Request.Path, context.TraceIdentifier);
            context.Response.Clear();
            await HostResponses.Failed(context);
        }
    }

    private static Task AnswerForNobody(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => HostResponses.NotFound(context),
        StatusCodes.Status405MethodNotAllowed => HostResponses.MethodNotAllowed(context),
        _ => Task.CompletedTask,
    };
}
