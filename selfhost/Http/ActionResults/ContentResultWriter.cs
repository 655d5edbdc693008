using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Infrastructure;

namespace ClickDeploy.SelfHost.Http.ActionResults;

internal sealed class ContentResultWriter : IActionResultExecutor<ContentResult>
{
    public Task ExecuteAsync(ActionContext context, ContentResult result)
    {
        var response = context.HttpContext.Response;
        response.StatusCode = result.StatusCode ?? response.StatusCode;
        response.ContentType = result.ContentType ?? response.ContentType ?? "text/plain; charset=utf-8";
        return result.Content is { } content ? response.WriteAsync(content, context.HttpContext.RequestAborted) : Task.CompletedTask;
    }
}
