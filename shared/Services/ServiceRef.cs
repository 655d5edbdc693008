using ClickDeploy.Core;

namespace ClickDeploy.Services;

/// <summary>A service with what its rows are found by. Ids only, so it may stand in a history.</summary>
public sealed record ServiceRef(string Org, Guid Project, Guid Service)
{
    public static ServiceRef Of(Service service) => new(service.Org.Value, service.Project.Value, service.Id.Value);

    public OrgId OrgId => new(Org);

    public ProjectId ProjectId => new(Project);

    public ServiceId ServiceId => new(Service);
}
