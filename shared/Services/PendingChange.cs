namespace ClickDeploy.Services;

/// <summary>A field that is saved with another value than the one that was deployed.</summary>
public sealed record PendingChange(string Field, object? Old, object? New)
{
    /// <summary>What a deployment would change of the release that was made of <paramref name="deployed"/>.</summary>
    public static IReadOnlyList<PendingChange> Between(Service deployed, Service saved) =>
    [
        .. new PendingChange[]
        {
            new("git_source.url", deployed.GitSource?.Url, saved.GitSource?.Url),
            new("git_source.branch", deployed.GitSource?.Branch, saved.GitSource?.Branch),
            new("git_source.root_dir", deployed.GitSource?.RootDir, saved.GitSource?.RootDir),
            new("install_command", deployed.InstallCommand, saved.InstallCommand),
            new("build_command", deployed.BuildCommand, saved.BuildCommand),
            new("start_command", deployed.StartCommand, saved.StartCommand),
            new("instance_size", deployed.InstanceSize, saved.InstanceSize),
            new("instance_count", deployed.InstanceCount, saved.InstanceCount),
            new("port", deployed.Port, saved.Port),
            new("health_check_path", deployed.HealthCheckPath, saved.HealthCheckPath),
        }.Where(change => !Equals(change.Old, change.New)),
    ];
}
