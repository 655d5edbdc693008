using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Projects;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Functions.Catalog;

/// <summary><c>GET /catalog</c>: what can be chosen in this installation. It lists what is here, and nothing that is not.</summary>
public sealed class GetCatalog(ProjectPlaces places, IOptions<ProjectOptions> projects, IOptions<ServiceOptions> services, IOptions<AppOptions> app)
{
    [Function(nameof(GetCatalog)), Needs(Role.Viewer)]
    [Answers(200, typeof(CatalogAnswer))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/catalog")] HttpRequest request)
    {
        var defaults = Services.ServiceFields.Any;
        return Reply.Ok(new CatalogAnswer(
            places.Regions,
            places.Targets,
            [.. Enum.GetValues<InstanceSize>().Select(size => new SizeChoice(size, size.Cpus(), size.MemoryBytes()))],
            Services.ServiceFields.Providers,
            new(defaults.InstanceSize, defaults.InstanceCount, defaults.Port, defaults.AutoDeploy, "/", places.Regions[0], places.Targets[0]),
            new(projects.Value.MaxProjects, services.Value.MaxServices, ServiceRules.LongestCommand, ServiceRules.LongestPath, RequestBody.Limit),
            app.Value.ProxyPort,
            [.. ApiOperation.All.Select(operation => operation.Tag.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal)]));
    }
}

/// <summary>What can be chosen. <paramref name="Features"/>: the parts of the API that this installation has.</summary>
public sealed record CatalogAnswer(
    IReadOnlyList<string> Regions,
    IReadOnlyList<string> Targets,
    IReadOnlyList<SizeChoice> InstanceSizes,
    IReadOnlyList<string> Providers,
    ServiceDefaults Defaults,
    CatalogLimits Limits,
    int ProxyPort,
    IReadOnlyList<string> Features);

public sealed record SizeChoice(InstanceSize Name, double Cpus, long MemoryBytes);

/// <summary>What holds of a new service where nothing else is sent.</summary>
public sealed record ServiceDefaults(InstanceSize InstanceSize, int InstanceCount, int? Port, bool AutoDeploy, string RootDir, string Region, string Target);

public sealed record CatalogLimits(int Projects, int ServicesPerProject, int CommandLength, int PathLength, int BodyBytes);
