using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Services;
using ClickDeploy.Services;
using ClickDeploy.Variables;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Variables;

/// <summary>The plain variables as a .env file that the import takes; secrets are named in comments and never leave.</summary>
public sealed class ExportVariables(ServiceLookup lookup, VariableStore variables)
{
    [Function(nameof(ExportVariables)), Needs(Role.Viewer)]
    [Answers(200, Content = "text/plain")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/services/{id}/env/export")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!(await lookup.Find(request, id, cancellation)).Succeeded(out var service, out var missing))
        {
            return missing;
        }

        request.HttpContext.Response.Headers.CacheControl = "no-store";
        request.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Text(DotEnvText.Of(await variables.Read(ServiceRef.Of(service.Value), cancellation)), "text/plain", System.Text.Encoding.UTF8);
    }
}
