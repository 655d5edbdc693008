using System.Globalization;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Operations;

/// <summary><c>GET /operations</c>: what the organisation's orchestrations do and did, newest first.</summary>
public sealed class ListOperations(OperationStore operations, OperationHistory history, CurrentSteps steps, Cursors cursors)
{
    [Function(nameof(ListOperations)), Needs(Role.Viewer)]
    [Query("limit", Page.LimitRule), Query("cursor", Page.CursorRule)]
    [Query("since", "Only those that started at that time or later (RFC 3339).")]
    [Query("kind", "Only that kind, such as deploy."), Query("state", "Only those that are so, such as running or failed."), Query("object", "Only those about the object of that id.")]
    [Answers(200, typeof(PageReply<OperationSnapshot>))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/operations")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var org = CurrentUser.Of(request).Org;
        var (kind, state, about) = (request.Query["kind"].ToString(), request.Query["state"].ToString(), request.Query["object"].ToString());
        // The time is no part of what a cursor belongs to: "the last hour" begins later at each question.
        if (!Since(request).Succeeded(out var since, out var problem) || !Page.Of(request, cursors, $"operations|{org}|{kind}|{state}|{about}").Succeeded(out var page, out problem))
        {
            return problem;
        }

        if (state.Length > 0 && !OperationStates.All.Contains(state))
        {
            return Problem.Invalid("state", "invalid_choice", $"'state' must be one of {string.Join(", ", OperationStates.All)}.");
        }

        var found = new List<(OperationRecord Operation, string Status, DateTimeOffset Updated)>();
        await foreach (var operation in operations.List(org, page.After, cancellation))
        {
            if (operation.StartedAt < since)
            {
                break;
            }

            if ((kind.Length > 0 && operation.Kind != kind) || (about.Length > 0 && operation.ObjectId.ToString() != about))
            {
                continue;
            }

            var (status, updated) = await client.StandingOf(operation, cancellation);
            if (state.Length == 0 || status == state)
            {
                found.Add((operation, status, updated));
            }

            if (found.Count > page.Limit)
            {
                break;
            }
        }

        var (items, next) = page.Cut(found, item => OperationStore.Cursor(item.Operation));
        var running = items.Where(item => !OperationStates.IsOver(item.Status)).Select(item => (item.Operation.Id, item.Updated));
        var at = await steps.Of(running, history.Read, cancellation);
        return Reply.Ok(new PageReply<OperationSnapshot>([.. items.Select(item => OperationSnapshot.Of(item.Operation, item.Status) with { CurrentStep = at.GetValueOrDefault(item.Operation.Id) })], next));
    }

    private static Read<DateTimeOffset> Since(HttpRequest request) => request.Query["since"] switch
    {
        { Count: 0 } => DateTimeOffset.MinValue,
        [var sent] when DateTimeOffset.TryParse(sent, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        _ => Problem.Invalid("since", "invalid_time", "'since' must be one time like 2026-11-21T12:00:00Z."),
    };
}
