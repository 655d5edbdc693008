using ClickDeploy.Alerts;
using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Alerts;

/// <summary><c>GET /alerts</c>, newest first; <c>?status=open</c> or <c>closed</c>.</summary>
public sealed class ListAlerts(AlertStore alerts, Cursors cursors)
{
    [Function(nameof(ListAlerts))]
    [Needs(Role.Viewer)]
    [Query("status", "open or closed.")]
    [Query("limit", Page.LimitRule), Query("cursor", Page.CursorRule)]
    [Answers(200, typeof(PageReply<AlertSnapshot>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/alerts")] HttpRequest request, CancellationToken cancellation)
    {
        if (request.Query["status"] is not ({ Count: 0 } or ["open" or "closed"]))
        {
            return Problem.Invalid("status", "invalid_choice", "'status' must be open or closed.");
        }

        var (org, status) = (CurrentUser.Of(request).Org, (string?)request.Query["status"]);
        var scope = $"alerts|{org.Key}|{status}";
        if (!Page.Of(request, cursors, scope).Succeeded(out var page, out var problem))
        {
            return problem;
        }

        var found = await alerts.List(org, page.After, cancellation)
            .Where(alert => status is null || (status == "open") == (alert.ClosedAt is null))
            .Take(page.Limit + 1).ToListAsync(cancellation);
        var (items, next) = page.Cut(found, AlertStore.Key);
        return Reply.Ok(new PageReply<AlertSnapshot>([.. items.Select(AlertSnapshot.Of)], next));
    }
}

/// <summary>An alert as the API shows it. <paramref name="DeploymentId"/>: its evidence shows why.</summary>
public sealed record AlertSnapshot(
    Guid Id,
    AlertKind Kind,
    string Status,
    ProjectId? ProjectId,
    ServiceId? ServiceId,
    DeploymentId? DeploymentId,
    string Message,
    string Fix,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ClosedAt)
{
    public static AlertSnapshot Of(Alert alert) => new(
        alert.Id,
        alert.Kind,
        alert.ClosedAt is null ? "open" : "closed",
        alert.Service?.ProjectId,
        alert.Service?.ServiceId,
        alert.Deployment,
        alert.Message,
        alert.Fix,
        alert.OpenedAt,
        alert.ClosedAt);
}
