using System.Text.Json;
using ClickDeploy.Audit;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.Functions.Audit;

/// <summary>
/// Records every write once, at the edge. The entry is written before the function runs and completed before the answer is sent: after a crash between the two
/// it stays without a status. What was refused has changed nothing, and its entry is taken back.
/// </summary>
public sealed partial class AuditMiddleware(AuditStore audit, TimeProvider time, ILogger<AuditMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && IsWrite(http.Request.Method) && http.Features.Get<CurrentUser>() is { } user && IsAudited(context.FunctionDefinition.Name))
        {
            var (kind, id) = AuditedObject.Of(http.Request.Path.Value);
            var entry = new AuditEntry(Guid.NewGuid(), time.GetUtcNow(), user.Name, Action(context.FunctionDefinition.Name), kind, id, [], null, RequestId.Of(http), http.Connection.RemoteIpAddress?.ToString());
            await audit.Put(user.Org, entry, context.CancellationToken);
            http.Response.OnStarting(() => Complete(http, user, entry));
        }

        await next(context);
    }

    private async Task Complete(HttpContext http, CurrentUser user, AuditEntry entry)
    {
        try
        {
            var status = http.Response.StatusCode;
            if (status is >= 400 and < 500)
            {
                await audit.Remove(user.Org, entry, CancellationToken.None);
                return;
            }

            // What was made is the object of its making.
            var (kind, id) = status == StatusCodes.Status201Created && http.Response.Headers.Location is [{ } made] ? AuditedObject.Of(made) : (entry.ObjectKind, entry.ObjectId);
            await audit.Put(user.Org, entry with { ObjectKind = kind, ObjectId = id, Fields = RequestBody.FieldsOf(http), Status = status }, CancellationToken.None);
        }
        catch (StorageUnavailableException exception)
        {
            LogIncomplete(exception, entry.Action, entry.RequestId);
        }
    }

    private static bool IsAudited(string function) => ApiOperation.Find(function) is not { } operation || !operation.Function.IsDefined(typeof(NotAuditedAttribute), inherit: false);

    private static bool IsWrite(string method) => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    private static string Action(string function) => JsonNamingPolicy.SnakeCaseLower.ConvertName(function);
}
