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
    /// <summary>So many are looked at for a page, whatever is asked for.</summary>
    public const int MostLooked = 1_000;

    private const int AtOnce = 32;

    [Function(nameof(ListOperations)), Needs(Role.Viewer)]
    [Query("limit", Page.LimitRule), Query("cursor", Page.CursorRule + " Where few fit what is asked for, a page may have fewer or none, and the list goes on all the same.")]
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

        bool IsAsked(OperationRecord operation) => (kind.Length == 0 || operation.Kind == kind) && (about.Length == 0 || operation.ObjectId.ToString() == about);
        var (items, next) = await Look(client, operations.List(org, page.After, page.Limit + 1, cancellation).TakeWhile(operation => operation.StartedAt >= since), IsAsked, state, page, cancellation);
        var running = items.Where(item => !OperationStates.IsOver(item.Status)).Select(item => (item.Operation.Id, item.Updated));
        var at = await steps.Of(running, history.Read, cancellation);
        return Reply.Ok(new PageReply<OperationSnapshot>([.. items.Select(item => OperationSnapshot.Of(item.Operation, item.Status) with { CurrentStep = at.GetValueOrDefault(item.Operation.Id) })], next));
    }

    // So many operations, and no more, however few of them fit.
    private static async Task<(IReadOnlyList<Standing> Items, string? Next)> Look(
        DurableTaskClient client, IAsyncEnumerable<OperationRecord> operations, Func<OperationRecord, bool> isAsked, string state, Page page, CancellationToken cancellation)
    {
        var (found, looked) = (new List<Standing>(), 0);
        // Whether one that has not ended goes on is asked of the engine.
        await foreach (var some in operations.Chunk(Math.Min(page.Limit + 1, AtOnce)).WithCancellation(cancellation))
        {
            var standings = await Task.WhenAll(some.Select(operation => isAsked(operation) ? Stand(client, operation, cancellation) : Task.FromResult<Standing?>(null)));
            foreach (var (operation, standing) in some.Zip(standings))
            {
                if (standing is not null && (state.Length == 0 || standing.Status == state))
                {
                    found.Add(standing);
                }

                if (found.Count > page.Limit)
                {
                    return page.Cut(found, item => OperationStore.Cursor(item.Operation));
                }

                if (++looked == MostLooked)
                {
                    return (found, page.CursorBehind(OperationStore.Cursor(operation)));
                }
            }
        }

        return page.Cut(found, item => OperationStore.Cursor(item.Operation));
    }

    private static async Task<Standing?> Stand(DurableTaskClient client, OperationRecord operation, CancellationToken cancellation)
    {
        var (status, updated) = await client.StandingOf(operation, cancellation);
        return new(operation, status, updated);
    }

    private sealed record Standing(OperationRecord Operation, string Status, DateTimeOffset Updated);

    private static Read<DateTimeOffset> Since(HttpRequest request) => request.Query["since"] switch
    {
        { Count: 0 } => DateTimeOffset.MinValue,
        [var sent] when DateTimeOffset.TryParse(sent, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        _ => Problem.Invalid("since", "invalid_time", "'since' must be one time like 2026-11-21T12:00:00Z."),
    };
}
