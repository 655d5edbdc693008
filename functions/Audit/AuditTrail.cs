using System.Text.Json;
using ClickDeploy.Audit;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.Functions.Audit;

/// <summary>
/// Records a write: the entry is written before it happens and completed before the answer is sent: after a crash between the two it stays without a status.
/// What was refused has changed nothing, and its entry is taken back.
/// </summary>
public sealed partial class AuditTrail(AuditStore audit, TimeProvider time, ILogger<AuditTrail> logger)
{
    /// <param name="operation">What is done, such as CreateService.</param>
    public async Task Begin(HttpContext http, CurrentUser user, string operation, string? kind, string? id, CancellationToken cancellation)
    {
        var action = JsonNamingPolicy.SnakeCaseLower.ConvertName(operation);
        var entry = new AuditEntry(Guid.NewGuid(), time.GetUtcNow(), user.Name, action, kind, id, [], null, RequestId.Of(http), http.Connection.RemoteIpAddress?.ToString());
        await audit.Put(user.Org, entry, cancellation);
        http.Response.OnStarting(() => Complete(http, user, entry));
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
}
