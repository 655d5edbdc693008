using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Projects;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Functions.Me;

/// <summary>Who asks, and how much of what the organisation may have it has.</summary>
public sealed class GetMe(ProjectStore projects, ServiceStore services, IOptions<ProjectOptions> projectOptions, IOptions<ServiceOptions> serviceOptions)
{
    [Function(nameof(GetMe)), Needs(Role.Viewer)]
    [Answers(200, typeof(MeAnswer))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/me")] HttpRequest request, CancellationToken cancellation)
    {
        var user = CurrentUser.Of(request);
        var (made, running) = ((await projects.List(user.Org, cancellation)).Count, await services.Count(user.Org, cancellation));
        return Reply.Ok(new MeAnswer(user.Name, user.Org, user.Roles, new(projectOptions.Value.MaxProjects, serviceOptions.Value.MaxServices), new(made, running)));
    }
}

/// <summary>Who asks, and how much of what the organisation may have it has.</summary>
public sealed record MeAnswer(string User, OrgId Org, IReadOnlyList<Role> Roles, MeLimits Limits, MeUsage Usage);

public sealed record MeLimits(int Projects, int ServicesPerProject);

public sealed record MeUsage(int Projects, int Services);
