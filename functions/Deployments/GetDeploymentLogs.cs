using System.Globalization;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Logs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Deployments;

/// <summary><c>GET /deployments/{id}/logs</c>, oldest first. The cursor is the seq of the last line that was looked at.</summary>
public sealed class GetDeploymentLogs(DeploymentLookup lookup, LogStore logs)
{
    private const int DefaultLimit = 200;
    private const int MostLines = 1_000;

    [Function(nameof(GetDeploymentLogs))]
    [Needs(Role.Viewer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/deployments/{id}/logs")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        if (!DeploymentLogQuery.Of(request).Succeeded(out var query, out var problem))
        {
            return problem;
        }

        if (!Limit(request).Succeeded(out var limit, out problem))
        {
            return problem;
        }

        if (!(await lookup.Find(request, id, cancellation)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        var deployment = found.Value;

        var (lines, next) = await Read(logs.Read(LogStream.Of(deployment.Ref), query.After), query, limit, cancellation);
        return Reply.Ok(new PageReply<LogLineSnapshot>(lines, next));
    }

    private static async Task<(List<LogLineSnapshot> Lines, string? Next)> Read(LogReader reader, DeploymentLogQuery query, int limit, CancellationToken cancellation)
    {
        var lines = new List<LogLineSnapshot>();
        while (await reader.Next(cancellation) is { Count: > 0 } entries)
        {
            foreach (var entry in entries.Where(query.Wants))
            {
                if (lines.Count == limit)
                {
                    return (lines, lines[^1].Seq.ToString(CultureInfo.InvariantCulture));
                }

                lines.Add(LogLineSnapshot.Of(entry));
            }
        }

        return (lines, null);
    }

    private static Read<int> Limit(HttpRequest request) => request.Query["limit"] switch
    {
        { Count: 0 } => DefaultLimit,
        [{ } text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostLines => limit,
        _ => Problem.Invalid("limit", "out_of_range", $"'limit' must be one whole number from 1 to {MostLines}."),
    };
}
