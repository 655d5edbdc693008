using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Infrastructure;

namespace ClickDeploy.SelfHost.Http.ActionResults;

internal sealed class RedirectResultWriter : IActionResultExecutor<RedirectResult>
{
    public Task ExecuteAsync(ActionContext context, RedirectResult result)
    {
        var response = context.HttpContext.Response;
        response.StatusCode = (result.Permanent, result.PreserveMethod) switch
        {
            (false, false) => StatusCodes.Status302Found,
            (true, false) => StatusCodes.Status301MovedPermanently,
            (false, true) => StatusCodes.Status307TemporaryRedirect,
            (true, true) => StatusCodes.Status308PermanentRedirect,
        };
        response.Headers.Location = result.Url;
        return Task.CompletedTask;
    }
}
