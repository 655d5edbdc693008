using ClickDeploy.Clients.Git;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Jobs;
using ClickDeploy.Plans;
using ClickDeploy.Processes;
using ClickDeploy.Releases;
using ClickDeploy.Tools;
using ClickDeploy.Variables;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>The jobs of a build as values.</summary>
public sealed class BuildJobSpecs(ReleaseDirectories directories, MachineTools tools, IOptions<ReleaseOptions> options, IOptions<GitOptions> git)
{
    public JobSpec Of(Deployment deployment, BuildJob job, VariableSet variables, GitCredential? credential)
    {
        var (id, directory, source) = (BuildJobs.IdOf(deployment.Ref, job), directories.SourceOf(deployment.Ref.Id), BuildSource.Of(deployment));
        return job switch
        {
            BuildJob.PreDeploy => PreDeploy(id, deployment, variables),
            BuildJob.Fetch => GitCommands.Fetch(directory, source.Url, source.Revision).As(git.Value).With(source.Url, credential).AsJob(id),
            BuildJob.FetchAll => GitCommands.FetchAll(directory, source.Url).As(git.Value).With(source.Url, credential).AsJob(id),
            BuildJob.Checkout => GitCommands.Checkout(directory).AsJob(id),
            BuildJob.CheckoutCommit => GitCommands.CheckoutCommit(directory, source.Revision).AsJob(id),
            BuildJob.Install => Command(id, directory, deployment.Plan!, deployment.Plan!.Install!, Environments.OfInstall(Platform(deployment), variables), deployment.Plan!.InstallDirectory),
            BuildJob.Build => Command(id, directory, deployment.Plan!, deployment.Plan!.Build!, Environments.Of(Platform(deployment), variables)),
            _ => throw new ArgumentOutOfRangeException(nameof(job), job, "No such job."),
        };
    }

    // Like the new instance: its release, its directory, its environment, its limits.
    private JobSpec PreDeploy(JobId id, Deployment deployment, VariableSet variables)
    {
        var release = directories.ReleaseOf(deployment.Ref.Service.ServiceId, deployment.ReleaseId);
        var instance = InstanceSpecs.Of(deployment, new InstanceId(Guid.Empty), variables, release, tools.SearchPath);
        return new()
        {
            Id = id,
            Command = UserCommand.Of(deployment.Config!.PreDeployCommand!),
            WorkingDirectory = Path.Combine(release, deployment.Plan!.Directory),
            Environment = instance.Environment,
            Limits = new(instance.Limits.Cpus, instance.Limits.MemoryBytes, instance.Limits.Processes),
            Timeout = options.Value.BuildTimeout,
        };
    }

    private JobSpec Command(JobId id, string source, BuildPlan plan, string line, IReadOnlyDictionary<string, Sensitive<string>> environment, string? directory = null) => new()
    {
        Id = id,
        Command = UserCommand.Of(line),
        WorkingDirectory = Path.Combine(source, directory ?? plan.Directory),
        Environment = environment,
        Timeout = options.Value.BuildTimeout,
    };

    // One cache for all builds of the machine, or one that goes with the build.
    private IEnumerable<KeyValuePair<string, string>> Platform(Deployment deployment)
    {
        Func<string, string> cache = deployment.ClearCache ? name => Path.Combine(directories.BuildOf(deployment.Ref.Id), "cache", name) : directories.Cache;
        return Npm(cache).Concat(PlanVariables.OfBuild(deployment.Plan!, directories.SourceOf(deployment.Ref.Id), tools.SearchPath, cache));
    }

    // No colours, bars or notices in a log.
    private static Dictionary<string, string> Npm(Func<string, string> cache) => new()
    {
        ["CI"] = "true",
        ["NO_COLOR"] = "1",
        ["npm_config_cache"] = cache("npm"),
        ["npm_config_update_notifier"] = "false",
        ["npm_config_fund"] = "false",
        ["npm_config_audit"] = "false",
        ["npm_config_progress"] = "false",
    };
}
