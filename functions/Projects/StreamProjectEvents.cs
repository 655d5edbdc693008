using ClickDeploy.Alerts;
using ClickDeploy.Core;
using ClickDeploy.Functions.Alerts;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Limits;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Services;
using ClickDeploy.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Projects;

/// <summary><c>GET /projects/{id}/events</c>: server-sent events <c>snapshot</c> (first, and when the project itself changes), <c>node</c>, <c>gone</c>, <c>links</c>, <c>deployment</c>, <c>alert</c>; <c>end</c> when the project is no more.</summary>
public sealed class StreamProjectEvents(ProjectLookup lookup, ProjectStore projects, ServiceView services, AlertStore alerts, Signals signals, TimeProvider time)
{
    private const int NewestAlerts = 20;

    [Function(nameof(StreamProjectEvents)), Needs(Role.Viewer)]
    [Answers(200, Content = "text/event-stream")]
    [NotCounted]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/projects/{id}/events")] HttpRequest request, string id, CancellationToken cancellation) =>
        (await lookup.Find(request, id, cancellation)).Succeeded(out var project, out var missing)
            ? new EventStream(time, events => Follow(events, project.Value.Org, project.Value.Id))
            : missing;

    private async Task Follow(EventWriter events, OrgId org, ProjectId id)
    {
        var changes = new ProjectChanges();
        while (true)
        {
            // Taken before the look: what is written meanwhile wakes.
            var next = Task.WhenAny(signals.Next(ProjectStore.Subject(id)), signals.Next(AlertStore.Subject(org)));
            if (await projects.Find(org, id, events.Aborted) is not { } project)
            {
                await events.End();
                return;
            }

            var newest = await alerts.List(org, cancellation: events.Aborted).Take(NewestAlerts).Where(alert => alert.Service is null || alert.Service.ProjectId == id).Select(AlertSnapshot.Of).ToListAsync(events.Aborted);
            foreach (var (name, data) in changes.Since(project.Value, await services.Look(org, id, events.Aborted), newest))
            {
                await events.Write(name, data);
            }

            await events.Flush();
            await signals.Wait(next, events.Aborted);
        }
    }
}
