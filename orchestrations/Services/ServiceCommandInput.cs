using ClickDeploy.Services;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>What a user asked of a service: to stop, to start or to restart. Its instance id is <see cref="OperationId"/>: asked twice before the first was done, it is one.</summary>
public sealed record ServiceCommandInput(ServiceRef Service, OperationKind Kind, int Number)
{
    public string OperationId => $"{Kind.ToString().ToLowerInvariant()}-{Service.Service:D}-{Number}";
}
