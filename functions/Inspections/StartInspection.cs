using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Idempotency;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Operations;
using ClickDeploy.Functions.Services;
using ClickDeploy.Inspections;
using ClickDeploy.Operations;
using ClickDeploy.Orchestrations;
using ClickDeploy.Orchestrations.Inspections;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Functions.Inspections;

/// <summary><c>POST /git/inspect</c>: how a repository would be built and run, before anything is made of it. It waits for the answer, and says where it will be when that takes longer.</summary>
public sealed class StartInspection(InspectionStore inspections, InspectionTokens tokens, ServiceLookup services, OperationStore operations, InspectionWait wait, IOptions<InspectionOptions> options, TimeProvider time)
{
    private static readonly TimeSpan SoonAgain = TimeSpan.FromSeconds(5);

    [Function(nameof(StartInspection)), Needs(Role.Developer)]
    [Query("wait", "Seconds to wait for the answer, 0 to 25.")]
    [Answers(200, typeof(InspectionSnapshot)), Answers(202, typeof(InspectionSnapshot))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/git/inspect")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (!InspectionWait.Asked(request).Succeeded(out var patience, out var problem)
            || !(await RequestBody.Read(request, Look.Of, look => GitSourceRules.Check(look.Source, RequestOrigin.IsThisMachine(request.HttpContext)), cancellation)).Succeeded(out var look, out problem)
            || !(await Inspection(request, look, cancellation)).Succeeded(out var inspection, out problem))
        {
            return problem;
        }

        if (!await inspections.Add(inspection, options.Value.MaxPerUser, cancellation))
        {
            return Problem.TooMany("too_many_inspections", $"{options.Value.MaxPerUser} repositories are being looked at for you already. Wait until one is done.", SoonAgain);
        }

        var id = InspectRepository.InstanceOf(inspection.Ref);
        await operations.Note(id, cancellation);
        await client.StartOnce(nameof(InspectRepository), inspection.Ref, id, cancellation);
        var answer = await wait.For(inspection.Ref, patience, cancellation);
        return answer switch
        {
            { FinishedAt: null } => Reply.Accepted(Api.Path("git", "inspections", inspection.Ref.Id), InspectionSnapshot.Of(inspection, answer)),
            { Failure: { } failure } => Problem.Invalid(InspectionSnapshot.FieldOf(failure), failure.Code, $"{failure.Message} {failure.Fix}"),
            _ => Reply.Ok(InspectionSnapshot.Of(inspection, answer)),
        };
    }

    internal static void DescribeBody(Fields body) => Look.Of(body);

    private async Task<Read<Inspection>> Inspection(HttpRequest request, Look look, CancellationToken cancellation)
    {
        Service? service = null;
        if (look.Service is not null)
        {
            if (!(await services.Find(request, look.Service, cancellation)).Succeeded(out var found, out var missing))
            {
                return missing;
            }

            service = found.Value;
        }

        var user = CurrentUser.Of(request);
        return await tokens.Seal(new(new(user.Org.Value, request.NextId()), user.Name, look.Source, request.AskedAt(time)), service, cancellation);
    }

    /// <param name="Service">Whose token is used where none is sent; null: nobody's.</param>
    private sealed record Look(GitSource Source, string? Service)
    {
        public static Look Of(Fields body)
        {
            body.Require("git_source");
            return new(ServiceFields.Source(body, null) ?? new("", null), body.TextOrNull("service_id", null));
        }
    }
}
