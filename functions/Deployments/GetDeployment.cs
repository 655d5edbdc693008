using System.Globalization;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Deployments;

/// <summary><c>GET /deployments/{id}</c>. With <c>?wait=25</c> and <c>If-None-Match</c> it answers when the deployment is another than the caller has, or 304 after so many seconds.</summary>
public sealed class GetDeployment(DeploymentStore deployments, EvidenceStore evidence, Signals signals, TimeProvider time)
{
    private const int LongestWait = 25;

    [Function(nameof(GetDeployment))]
    [Needs(Role.Viewer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/deployments/{id:guid}")] HttpRequest request,
        Guid id,
        CancellationToken cancellation)
    {
        if (!Wait(request).Succeeded(out var wait, out var problem))
        {
            return problem;
        }

        var until = time.GetUtcNow() + wait;
        while (true)
        {
            var next = signals.Next(DeploymentStore.Subject(new DeploymentId(id)));
            if (await deployments.Find(CurrentUser.Of(request).Org, new DeploymentId(id), cancellation) is not { } found)
            {
                return Problem.NotFound("deployment");
            }

            if (!ETags.IfNoneMatchHas(request, found.ETag))
            {
                var seen = found.Value.HasEvidence ? await evidence.Find(found.Value.Ref, cancellation) : null;
                return Reply.Ok(DeploymentSnapshot.Of(found.Value, seen), found.ETag);
            }

            if (time.GetUtcNow() >= until)
            {
                return Results.StatusCode(StatusCodes.Status304NotModified);
            }

            await signals.Wait(next, cancellation);
        }
    }

    private static Read<TimeSpan> Wait(HttpRequest request) => request.Query["wait"] switch
    {
        { Count: 0 } => TimeSpan.Zero,
        [{ } text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LongestWait => TimeSpan.FromSeconds(seconds),
        _ => Problem.Invalid("wait", "out_of_range", $"'wait' must be one whole number of seconds from 0 to {LongestWait}."),
    };
}
