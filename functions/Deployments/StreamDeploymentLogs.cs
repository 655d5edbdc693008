using System.Text.Json;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Limits;
using ClickDeploy.Functions.Logs;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Logs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Deployments;

/// <summary><c>GET /deployments/{id}/logs/stream</c>: server-sent events, <c>id</c> is the line's seq, <c>Last-Event-ID</c> resumes without gap or repeat; <c>event: end</c> when the deployment is over.</summary>
public sealed class StreamDeploymentLogs(DeploymentLookup lookup, DeploymentStore deployments, LogStore logs, Signals signals, TimeProvider time)
{
    [Function(nameof(StreamDeploymentLogs))]
    [Needs(Role.Viewer)]
    [Query("phase", LogQuery.PhaseRule), Query("level", LogQuery.LevelRule), Query("q", LogQuery.TextRule), Query("since", LogQuery.SinceRule), Query("cursor", LogQuery.CursorRule)]
    [Answers(200, Content = "text/event-stream")]
    [NotCounted]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/deployments/{id}/logs/stream")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        if (!LogQuery.OfDeployment(request).Succeeded(out var query, out var problem))
        {
            return problem;
        }

        if (!(await lookup.Find(request, id, cancellation)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        var deployment = found.Value;

        return new EventStream(time, events => Follow(events, deployment.Ref, query));
    }

    private async Task Follow(EventWriter events, DeploymentRef deployment, LogQuery query)
    {
        var stream = LogStream.Of(deployment);
        var reader = logs.Read(stream, query.After ?? 0);
        while (true)
        {
            // Looked at before the lines: the last line is written before the deployment is over.
            var next = Task.WhenAny(signals.Next(stream.Subject), signals.Next(DeploymentStore.Subject(deployment.Id)));
            var over = (await deployments.Find(deployment, events.Aborted))?.Status.IsFinal() ?? true;
            while (await reader.Next(events.Aborted) is { Count: > 0 } entries)
            {
                foreach (var entry in entries.Where(query.Wants))
                {
                    await events.Write(entry.Seq, JsonSerializer.SerializeToUtf8Bytes(LogLineSnapshot.Of(entry), Json.Options));
                }
            }

            if (over)
            {
                await events.End();
                return;
            }

            await events.Flush();
            await signals.Wait(next, events.Aborted);
        }
    }
}
