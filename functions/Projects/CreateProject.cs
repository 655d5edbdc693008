using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Idempotency;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Projects;

public sealed class CreateProject(ProjectStore projects, ProjectPlaces places, TimeProvider time)
{
    [Function(nameof(CreateProject)), Needs(Role.Developer)]
    [Answers(201, typeof(ProjectSnapshot))]
    [Refuses("limit_reached")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/projects")] HttpRequest request, CancellationToken cancellation)
    {
        var defaults = Defaults(request);
        var body = await RequestBody.Read(request, fields => ProjectFields.ReadNew(fields, defaults), project => ProjectRules.Check(project, places), cancellation);
        if (!body.Succeeded(out var asked, out var problem))
        {
            return problem;
        }

        return await projects.Create(asked, cancellation) switch
        {
            ProjectCreation.Created { Project: var made } => Reply.Created(Api.Path("projects", made.Value.Id), ProjectSnapshot.Of(made.Value, []), made.ETag),
            ProjectCreation.LimitReached { Limit: var limit } => Problem.LimitReached("projects", limit),
            var other => throw new InvalidOperationException($"No answer is known to {other}."),
        };
    }

    internal static void DescribeBody(Fields body) => ProjectFields.ReadNew(body, ProjectFields.Any);

    private Project Defaults(HttpRequest request)
    {
        var now = request.AskedAt(time);
        return new()
        {
            Org = CurrentUser.Of(request).Org,
            Id = new(request.NextId()),
            Name = "",
            Slug = "",
            Region = places.Regions[0],
            Target = places.Targets[0],
            CreatedAt = now,
            UpdatedAt = now,
        };
    }
}
