using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Limits;
using ClickDeploy.Functions.Logs;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Logs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Deployments;

/// <summary><c>GET /deployments/{id}/logs</c>, oldest first. The cursor is the seq of the last line that was looked at.</summary>
public sealed class GetDeploymentLogs(DeploymentLookup lookup, LogStore logs)
{
    [Function(nameof(GetDeploymentLogs))]
    [Needs(Role.Viewer)]
    [Query("phase", LogQuery.PhaseRule), Query("level", LogQuery.LevelRule), Query("q", LogQuery.TextRule), Query("since", LogQuery.SinceRule), Query("cursor", LogQuery.CursorRule)]
    [Query("limit", LogPages.LimitRule)]
    [Answers(200, typeof(PageReply<LogLineSnapshot>))]
    [NotCounted]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/deployments/{id}/logs")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        if (!LogQuery.OfDeployment(request).Succeeded(out var query, out var problem))
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

        var deployment = found.Value;

        return Reply.Ok(await LogPages.Forwards(logs.Read(LogStream.Of(deployment.Ref), query.After ?? 0), query, limit, LogLineSnapshot.Of, cancellation));
    }
}
