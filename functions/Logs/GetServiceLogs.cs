using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Services;
using ClickDeploy.Logs;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Logs;

/// <summary><c>GET /services/{id}/logs</c>: what its instances write, dead ones too, oldest first. Forwards from <c>cursor</c>, or the newest page by <c>before=end</c> and backwards from there.</summary>
public sealed class GetServiceLogs(ServiceLookup lookup, LogStore logs)
{
    [Function(nameof(GetServiceLogs))]
    [Needs(Role.Viewer)]
    [Query("stream", LogQuery.StreamRule), Query("instance", LogQuery.InstanceRule), Query("before", LogQuery.BeforeRule), Query("tail", LogQuery.TailRule)]
    [Query("level", LogQuery.LevelRule), Query("q", LogQuery.TextRule), Query("since", LogQuery.SinceRule), Query("cursor", LogQuery.CursorRule)]
    [Query("limit", LogPages.LimitRule)]
    [Answers(200, typeof(PageReply<RuntimeLineSnapshot>))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/services/{id}/logs")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        if (!LogQuery.OfService(request).Succeeded(out var query, out var problem))
        {
            return problem;
        }

        if (!LogPages.Limit(request).Succeeded(out var limit, out problem))
        {
            return problem;
        }

        if (!(await lookup.Find(request, id, cancellation)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        var stream = LogStream.Of(ServiceRef.Of(found.Value));
        return Reply.Ok(query.Before is { } before
            ? await LogPages.Backwards(logs.ReadBack(stream, before), query, limit, RuntimeLineSnapshot.Of, cancellation)
            : await LogPages.Forwards(logs.Read(stream, query.After ?? 0), query, limit, RuntimeLineSnapshot.Of, cancellation));
    }
}
