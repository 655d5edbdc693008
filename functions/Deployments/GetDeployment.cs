using System.Globalization;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Limits;
using ClickDeploy.Functions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Deployments;

/// <summary><c>GET /deployments/{id}</c>. With <c>?wait=25</c> and <c>If-None-Match</c> it answers when the deployment is another than the caller has, or 304 after so many seconds.</summary>
public sealed class GetDeployment(DeploymentLookup lookup, EvidenceStore evidence, Signals signals, TimeProvider time)
{
    private const int LongestWait = 25;

    [Function(nameof(GetDeployment))]
    [Needs(Role.Viewer)]
    [Query("wait", "Seconds, 0 to 25: with If-None-Match, until the deployment is another.")]
    [Answers(200, typeof(DeploymentSnapshot))]
    [Answers(304)]
    [NotCounted]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/deployments/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        if (!Wait(request).Succeeded(out var wait, out var problem))
        {
            return problem;
        }

        if (!(await lookup.Find(request, id, cancellation)).Succeeded(out var found, out problem))
        {
            return problem;
        }

        // Already over: whatever came between the look and here shows at the first turn of the loop.
        var (until, next) = (time.GetUtcNow() + wait, Task.CompletedTask);
        while (ETags.IfNoneMatchHas(request, found.ETag))
        {
            if (time.GetUtcNow() >= until)
            {
                return Results.StatusCode(StatusCodes.Status304NotModified);
            }

            await signals.Wait(next, cancellation);
            next = signals.Next(DeploymentStore.Subject(found.Value.Ref.Id));
            if (!(await lookup.Find(request, id, cancellation)).Succeeded(out found, out problem))
            {
                return problem;
            }
        }

        var seen = found.Value.HasEvidence ? await evidence.Find(found.Value.Ref, cancellation) : null;
        return Reply.Ok(DeploymentSnapshot.Of(found.Value, seen), found.ETag);
    }

    private static Read<TimeSpan> Wait(HttpRequest request) => request.Query["wait"] switch
    {
        { Count: 0 } => TimeSpan.Zero,
        [{ } text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LongestWait => TimeSpan.FromSeconds(seconds),
        _ => Problem.Invalid("wait", "out_of_range", $"'wait' must be one whole number of seconds from 0 to {LongestWait}."),
    };
}
