using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Canvas;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Idempotency;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Projects;
using ClickDeploy.Projects;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Services;

public sealed class CreateService(ProjectLookup lookup, ProjectStore projects, ServiceStore services, GitTokens tokens, ServiceView view, TimeProvider time)
{
    [Function(nameof(CreateService)), Needs(Role.Developer)]
    [Answers(201, typeof(ServiceSnapshot))]
    [Refuses("name_taken", "limit_reached", "deleting")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/projects/{id}/services")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!(await lookup.FindToChange(request, id, cancellation)).Succeeded(out var project, out var missing))
        {
            return missing;
        }

        var defaults = Defaults(request, project.Value);
        var body = await RequestBody.Read(
            request,
            fields => Read(fields, defaults),
            asked => ServiceRules.Check(asked.Service, project.Value.Target, RequestOrigin.IsThisMachine(request.HttpContext)),
            cancellation);
        if (!body.Succeeded(out var asked, out var problem))
        {
            return problem;
        }

        return await services.Create(await tokens.Seal(asked.Service, cancellation), asked.Position, cancellation) switch
        {
            ServiceCreation.Created { Service: var made } => await Answer(made, cancellation),
            ServiceCreation.NameTaken => NameTaken(asked.Service.Name),
            ServiceCreation.LimitReached { Limit: var limit } => Problem.LimitReached("services in this project", limit),
            var other => throw new InvalidOperationException($"No answer is known to {other}."),
        };
    }

    private static (Service Service, CanvasPosition Position) Read(Fields body, Service defaults) => (ServiceFields.ReadNew(body, defaults), PositionFields.Read(body, new(0, 0)));

    internal static void DescribeBody(Fields body) => Read(body, ServiceFields.Any);

    internal static Problem NameTaken(string name) => Problem.Conflict("name_taken", $"The project has a node named '{name}' already. Choose another name.");

    // The project's clean-up marks it first and lists its services then: either that list has this service, or the mark is seen here.
    private async Task<IResult> Answer(Versioned<Service> made, CancellationToken cancellation)
    {
        var service = made.Value;
        if (await projects.Find(service.Org, service.Project, cancellation) is { Value.Deleting: false })
        {
            return Reply.Created(Api.Path("services", service.Id), await view.Show(service, cancellation), made.ETag);
        }

        await services.Remove(service.Org, service.Id, cancellation);
        return ProjectLookup.Deleting();
    }

    private Service Defaults(HttpRequest request, Project project)
    {
        var now = request.AskedAt(time);
        return new() { Org = project.Org, Project = project.Id, Id = new(request.NextId()), Name = "", CreatedAt = now, UpdatedAt = now };
    }
}
