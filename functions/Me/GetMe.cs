using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Projects;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Functions.Me;

/// <summary>Who asks, and how much of what the organisation may have it has.</summary>
public sealed class GetMe(ProjectStore projects, IOptions<ProjectOptions> projectOptions, IOptions<ServiceOptions> serviceOptions)
{
    [Function(nameof(GetMe)), Needs(Role.Viewer)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/me")] HttpRequest request, CancellationToken cancellation)
    {
        var user = CurrentUser.Of(request);
        return Reply.Ok(new
        {
            User = user.Name,
            Org = user.Org,
            user.Roles,
            Limits = new { Projects = projectOptions.Value.MaxProjects, ServicesPerProject = serviceOptions.Value.MaxServices },
            Usage = new { Projects = (await projects.List(user.Org, cancellation)).Count },
        });
    }
}
