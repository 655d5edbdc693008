using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;

namespace ClickDeploy.SelfHost.Http;

/// <summary>Turns what a function returned into the answer. Nothing returned: the function has written it.</summary>
internal static class HttpResults
{
    public static Task Write(HttpContext context, object? result) => result switch
    {
        null => Task.CompletedTask,
        IResult answer => answer.ExecuteAsync(context),
        _ => WriteOther(context, result),
    };

    // Apart from the rest, so that the assemblies of MVC are loaded when a function uses them and not before.
    private static Task WriteOther(HttpContext context, object result)
    {
        var action = result as IActionResult ?? new ObjectResult(result);
        return action.ExecuteResultAsync(new ActionContext(context, context.GetRouteData(), new ActionDescriptor()));
    }
}
