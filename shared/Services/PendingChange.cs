namespace ClickDeploy.Services;

/// <summary>A field that is saved with another value than the one that was deployed.</summary>
public sealed record PendingChange(string Field, object? Old, object? New)
{
    /// <summary>Stands where a value is not shown.</summary>
    public const string Hidden = "****";

    /// <summary>The fields of a service that a deployment brings about.</summary>
    public static IReadOnlyList<string> Fields { get; } =
        ["git_source.url", "git_source.branch", "git_source.root_dir", "git_source.token", "builder", "install_command", "build_command", "start_command", "pre_deploy_command", "output_dir", "instance_size", "instance_count", "port", "health_check_path"];

    /// <summary>What a deployment would change of the release that was made of <paramref name="deployed"/>.</summary>
    public static IReadOnlyList<PendingChange> Between(Service deployed, Service saved) =>
    [
        .. new PendingChange[]
        {
            new("git_source.url", deployed.GitSource?.Url, saved.GitSource?.Url),
            new("git_source.branch", deployed.GitSource?.Branch, saved.GitSource?.Branch),
            new("git_source.root_dir", deployed.GitSource?.RootDir, saved.GitSource?.RootDir),
            new("git_source.token", deployed.GitSource?.SealedToken, saved.GitSource?.SealedToken),
            new("builder", deployed.Builder, saved.Builder),
            new("install_command", deployed.InstallCommand, saved.InstallCommand),
            new("build_command", deployed.BuildCommand, saved.BuildCommand),
            new("start_command", deployed.StartCommand, saved.StartCommand),
            new("pre_deploy_command", deployed.PreDeployCommand, saved.PreDeployCommand),
            new("output_dir", deployed.OutputDir, saved.OutputDir),
            new("instance_size", deployed.InstanceSize, saved.InstanceSize),
            new("instance_count", deployed.InstanceCount, saved.InstanceCount),
            new("port", deployed.Port, saved.Port),
            new("health_check_path", deployed.HealthCheckPath, saved.HealthCheckPath),
        }.Where(change => !Equals(change.Old, change.New)).Select(Shown),
    ];

    /// <summary>The saved service with those fields as they were deployed; null: with all of them.</summary>
    public static Service Discard(Service deployed, Service saved, IReadOnlySet<string>? fields)
    {
        bool Back(string field) => fields is null || fields.Contains(field);
        return saved with
        {
            GitSource = Source(deployed.GitSource, saved.GitSource, Back),
            Builder = Back("builder") ? deployed.Builder : saved.Builder,
            InstallCommand = Back("install_command") ? deployed.InstallCommand : saved.InstallCommand,
            BuildCommand = Back("build_command") ? deployed.BuildCommand : saved.BuildCommand,
            StartCommand = Back("start_command") ? deployed.StartCommand : saved.StartCommand,
            PreDeployCommand = Back("pre_deploy_command") ? deployed.PreDeployCommand : saved.PreDeployCommand,
            OutputDir = Back("output_dir") ? deployed.OutputDir : saved.OutputDir,
            InstanceSize = Back("instance_size") ? deployed.InstanceSize : saved.InstanceSize,
            InstanceCount = Back("instance_count") ? deployed.InstanceCount : saved.InstanceCount,
            Port = Back("port") ? deployed.Port : saved.Port,
            HealthCheckPath = Back("health_check_path") ? deployed.HealthCheckPath : saved.HealthCheckPath,
        };
    }

    private static PendingChange Shown(PendingChange change) =>
        change.Field == "git_source.token" ? change with { Old = change.Old is null ? null : Hidden, New = change.New is null ? null : Hidden } : change;

    // A source that was taken away comes back whole.
    private static GitSource? Source(GitSource? deployed, GitSource? saved, Func<string, bool> back)
    {
        if (deployed is null || saved is null)
        {
            return back("git_source.url") ? deployed : saved;
        }

        return saved with
        {
            Url = back("git_source.url") ? deployed.Url : saved.Url,
            Branch = back("git_source.branch") ? deployed.Branch : saved.Branch,
            RootDir = back("git_source.root_dir") ? deployed.RootDir : saved.RootDir,

            // A token belongs to a host.
            SealedToken = back("git_source.url") || (back("git_source.token") && deployed.Origin == saved.Origin) ? deployed.SealedToken : saved.SealedToken,
        };
    }
}
