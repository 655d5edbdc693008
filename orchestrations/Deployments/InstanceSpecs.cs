using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Logs;
using ClickDeploy.Services;
using ClickDeploy.Targets;
using ClickDeploy.Variables;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>What a deployment asks of a target.</summary>
public static class InstanceSpecs
{
    /// <summary>The instance of a deployment that was planned.</summary>
    /// <param name="path">Where the machine's programs are.</param>
    public static InstanceSpec Of(Deployment deployment, InstanceId instance, VariableSet variables, string release, string path)
    {
        var plan = deployment.Plan!;
        var spec = Of(deployment.Config!, deployment.Ref, instance, variables, release, plan.Start, plan.Directory);
        return spec with
        {
            Workload = plan.Start is null ? new Workload.StaticFiles(plan.Output ?? plan.Directory, plan.Fallback) : spec.Workload,
            Environment = Environments.Of(PlatformVariables.Defaults.Concat(PlanVariables.OfInstance(plan, release, path)), variables),
        };
    }

    /// <param name="start">Null: the files of <paramref name="directory"/> are served.</param>
    public static InstanceSpec Of(Service service, DeploymentRef deployment, InstanceId instance, VariableSet variables, string release, string? start, string directory = "") => new()
    {
        Id = instance,
        Service = deployment.Service.ServiceId,
        Release = release,
        Log = LogStream.Of(deployment.Service).Path,
        Workload = start is null ? new Workload.StaticFiles(directory) : new Workload.Command(start, directory),
        Port = service.Port,
        Limits = new(service.InstanceSize.Cpus(), service.InstanceSize.MemoryBytes()),
        Count = service.InstanceCount,
        Environment = Environments.Of(PlatformVariables.Defaults, variables),
    };
}
