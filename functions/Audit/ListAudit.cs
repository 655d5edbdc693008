using System.Globalization;
using ClickDeploy.Audit;
using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Audit;

/// <summary><c>GET /audit</c>: who did what to which object, newest first.</summary>
public sealed class ListAudit(AuditStore audit, Cursors cursors)
{
    [Function(nameof(ListAudit)), Needs(Role.Viewer)]
    [Query("limit", Page.LimitRule), Query("cursor", Page.CursorRule)]
    [Query("object", "Only what was done to the object of that id."), Query("actor", "Only what that user did."), Query("action", "Only that action, such as create_service.")]
    [Query("since", "Only from that time on (RFC 3339)."), Query("until", "Only before that time (RFC 3339).")]
    [Answers(200, typeof(PageReply<AuditEntry>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/audit")] HttpRequest request, CancellationToken cancellation)
    {
        var org = CurrentUser.Of(request).Org;
        if (!Read(request).Succeeded(out var query, out var problem) || !Page.Of(request, cursors, $"audit|{org}|{query}").Succeeded(out var page, out problem))
        {
            return problem;
        }

        var found = new List<AuditEntry>();
        await foreach (var entry in audit.List(org, query, page.After, cancellation))
        {
            found.Add(entry);
            if (found.Count > page.Limit)
            {
                break;
            }
        }

        var (items, next) = page.Cut(found, AuditStore.Cursor);
        return Reply.Ok(new PageReply<AuditEntry>(items, next));
    }

    private static Read<AuditQuery> Read(HttpRequest request)
    {
        var faults = new List<FieldFault>();
        var query = new AuditQuery(request.Query["object"], request.Query["actor"], request.Query["action"], Time(request, "since", faults), Time(request, "until", faults));
        return faults.Count == 0 ? query : Problem.Invalid(faults);
    }

    private static DateTimeOffset? Time(HttpRequest request, string name, List<FieldFault> faults)
    {
        if (request.Query[name] is not { Count: > 0 } sent)
        {
            return null;
        }

        if (sent.Count == 1 && DateTimeOffset.TryParse(sent[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        faults.Add(new(name, "invalid_time", $"'{name}' must be one time like 2026-11-21T12:00:00Z."));
        return null;
    }
}
