using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.SelfHost.Http.ActionResults;

/// <summary>What the results of ASP.NET Core's MVC need to write themselves, without MVC (its controllers, models and formatters).</summary>
internal static class ActionResultServices
{
    public static void AddActionResults(this IServiceCollection services)
    {
        services.TryAddSingleton<IActionResultExecutor<ObjectResult>, ObjectResultWriter>();
        services.TryAddSingleton<IActionResultExecutor<JsonResult>, JsonResultWriter>();
        services.TryAddSingleton<IActionResultExecutor<ContentResult>, ContentResultWriter>();
        services.TryAddSingleton<IActionResultExecutor<RedirectResult>, RedirectResultWriter>();
        services.TryAddSingleton<IActionResultExecutor<FileContentResult>, FileContentResultExecutor>();
        services.TryAddSingleton<IActionResultExecutor<FileStreamResult>, FileStreamResultExecutor>();
        services.TryAddSingleton<IActionResultExecutor<PhysicalFileResult>, PhysicalFileResultExecutor>();
    }
}
