using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.Extensions.Options;

namespace ClickDeploy.SelfHost.Http.ActionResults;

internal sealed class JsonResultWriter(IOptions<JsonOptions> json) : IActionResultExecutor<JsonResult>
{
    public Task ExecuteAsync(ActionContext context, JsonResult result)
    {
        var response = context.HttpContext.Response;
        response.StatusCode = result.StatusCode ?? response.StatusCode;
        var options = result.SerializerSettings as JsonSerializerOptions ?? json.Value.JsonSerializerOptions;
        var contentType = result.ContentType ?? "application/json; charset=utf-8";
        return response.WriteAsJsonAsync(result.Value, result.Value?.GetType() ?? typeof(object), options, contentType, context.HttpContext.RequestAborted);
    }
}
