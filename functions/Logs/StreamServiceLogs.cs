using System.Text.Json;
using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Limits;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Services;
using ClickDeploy.Logs;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Logs;

/// <summary>
/// <c>GET /services/{id}/logs/stream</c>: server-sent events, <c>id</c> is the line's seq, <c>Last-Event-ID</c> or <c>cursor</c> resumes without gap or repeat; else it begins
/// with the last lines (<c>tail</c>). It ends when the service does.
/// </summary>
public sealed class StreamServiceLogs(ServiceLookup lookup, ServiceStore services, LogStore logs, Signals signals, TimeProvider time)
{
    private static readonly TimeSpan LookForService = TimeSpan.FromSeconds(5);

    [Function(nameof(StreamServiceLogs))]
    [Needs(Role.Viewer)]
    [Query("stream", LogQuery.StreamRule), Query("instance", LogQuery.InstanceRule), Query("before", LogQuery.BeforeRule), Query("tail", LogQuery.TailRule)]
    [Query("level", LogQuery.LevelRule), Query("q", LogQuery.TextRule), Query("since", LogQuery.SinceRule), Query("cursor", LogQuery.CursorRule)]
    [Answers(200, Content = "text/event-stream")]
    [NotCounted]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/services/{id}/logs/stream")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        if (!LogQuery.OfService(request).Succeeded(out var query, out var problem))
        {
            return problem;
        }

        if (!(await lookup.Find(request, id, cancellation)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        return new EventStream(time, events => Follow(events, ServiceRef.Of(found.Value), query));
    }

    private async Task Follow(EventWriter events, ServiceRef service, LogQuery query)
    {
        var stream = LogStream.Of(service);
        var reader = logs.Read(stream, query.After ?? await Begin(stream, query, events.Aborted));
        var looked = time.GetTimestamp();
        while (true)
        {
            var next = signals.Next(stream.Subject);
            while (await reader.Next(events.Aborted) is { Count: > 0 } entries)
            {
                foreach (var entry in entries.Where(query.Wants))
                {
                    await events.Write(entry.Seq, JsonSerializer.SerializeToUtf8Bytes(RuntimeLineSnapshot.Of(entry), Json.Options));
                }

                await events.Flush();
            }

            if (time.GetElapsedTime(looked) >= LookForService)
            {
                looked = time.GetTimestamp();
                if (await services.Find(service.OrgId, service.ServiceId, events.Aborted) is null)
                {
                    await events.End();
                    return;
                }
            }

            await events.Flush();
            await signals.Wait(next, events.Aborted);
        }
    }

    // Before the last lines that are wanted.
    private async Task<long> Begin(LogStream stream, LogQuery query, CancellationToken cancellation)
    {
        if (query.Tail > 0)
        {
            var page = await LogPages.Backwards(logs.ReadBack(stream, long.MaxValue), query, query.Tail, entry => entry.Seq, cancellation);
            if (page.Items is [var first, ..])
            {
                return first - 1;
            }
        }

        return await Last(stream, cancellation);
    }

    private async Task<long> Last(LogStream stream, CancellationToken cancellation) =>
        await logs.ReadBack(stream, long.MaxValue).Next(cancellation) is [.., var last] ? last.Seq : 0;
}
