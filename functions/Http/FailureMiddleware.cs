using ClickDeploy.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.Functions.Http;

/// <summary>The outermost layer of a function over HTTP: gives the request its id, and turns what was thrown into an answer without a stack trace.</summary>
public sealed partial class FailureMiddleware(ILogger<FailureMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        RequestId.Answer(http);
        using var scope = logger.BeginScope(new Dictionary<string, object?> { ["request_id"] = RequestId.Of(http) });
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            await Answer(http, exception).ExecuteAsync(http);
        }
    }

    private Problem Answer(HttpContext http, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problem.TooLarge(RequestBody.Limit);
            case BadHttpRequestException bad:
                return Problem.BadRequest(bad.StatusCode);
            case StorageUnavailableException { IsFull: true }:
                LogUnavailable(exception, http.Request.Method, http.Request.Path, RequestId.Of(http));
                return Problem.DiskFull();
            case StorageUnavailableException:
                LogUnavailable(exception, http.Request.Method, http.Request.Path, RequestId.Of(http));
                return Problem.Unavailable("The storage does not answer. What was asked may have happened or not; try again in a moment.");
            default:
                LogFailed(exception, http.Request.Method, http.Request.Path, RequestId.Of(http));
                return Problem.Internal();
        }
    }
}
