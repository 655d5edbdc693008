using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.Extensions.Options;

namespace ClickDeploy.SelfHost.Http.ActionResults;

/// <summary>Values as MVC writes them by default: text as text, problems as problem+json, nothing as 204, the rest as JSON.</summary>
internal sealed class ObjectResultWriter(IOptions<JsonOptions> json) : IActionResultExecutor<ObjectResult>
{
    public Task ExecuteAsync(ActionContext context, ObjectResult result)
    {
        var response = context.HttpContext.Response;
        result.OnFormatting(context);
        var status = result.StatusCode ?? (result.Value as ProblemDetails)?.Status;
        if (status is { } code)
        {
            response.StatusCode = code;
        }

        if (result.Value is null)
        {
            if (response.StatusCode == StatusCodes.Status200OK)
            {
                response.StatusCode = StatusCodes.Status204NoContent;
            }

            return Task.CompletedTask;
        }

        var contentType = result.ContentTypes.Count > 0 ? result.ContentTypes[0] : null;
        if (result.Value is string text && contentType?.Contains("json", StringComparison.OrdinalIgnoreCase) != true)
        {
            response.ContentType = contentType ?? "text/plain; charset=utf-8";
            return response.WriteAsync(text, context.HttpContext.RequestAborted);
        }

        var type = result.DeclaredType is { } declared && declared != typeof(object) ? declared : result.Value.GetType();
        contentType ??= result.Value is ProblemDetails ? "application/problem+json; charset=utf-8" : "application/json; charset=utf-8";
        return response.WriteAsJsonAsync(result.Value, type, json.Value.JsonSerializerOptions, contentType, context.HttpContext.RequestAborted);
    }
}
