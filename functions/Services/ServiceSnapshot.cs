using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Services;

namespace ClickDeploy.Functions.Services;

/// <summary>A service as it is shown: what was set, what is seen, and where it stands.</summary>
public sealed record ServiceSnapshot
{
    public required ServiceId Id { get; init; }

    public required ProjectId ProjectId { get; init; }

    public required string Name { get; init; }

    public string Type => "app";

    public required NodeStatus Status { get; init; }

    public required string? Technology { get; init; }

    public required GitSourceSnapshot? GitSource { get; init; }

    public required Builder Builder { get; init; }

    public required string? InstallCommand { get; init; }

    public required string? BuildCommand { get; init; }

    public required string? StartCommand { get; init; }

    /// <summary>Runs in the new release before the new instance starts: at least once for each deployment, never on a rollback.</summary>
    public required string? PreDeployCommand { get; init; }

    public required string? OutputDir { get; init; }

    public required InstanceSize InstanceSize { get; init; }

    public required int InstanceCount { get; init; }

    public required int? Port { get; init; }

    public required bool AutoDeploy { get; init; }

    /// <summary>Why auto-deploy is off without the user's asking: since which rollback.</summary>
    public required AutoDeployPauseSnapshot? AutoDeployPaused { get; init; }

    public required string? HealthCheckPath { get; init; }

    /// <summary>The first label of the host name.</summary>
    public required string? Subdomain { get; init; }

    public required string? GeneratedUrl { get; init; }

    /// <summary>Where other services of the project reach it.</summary>
    public required string? InternalUrl { get; init; }

    public required DeploymentId? CurrentDeploymentId { get; init; }

    public required LatestDeployment? LatestDeployment { get; init; }

    public required IReadOnlyList<PendingChange> PendingChanges { get; init; }

    /// <summary>Why nothing runs although it should.</summary>
    public required Failure? Failure { get; init; }

    /// <summary>What runs for this service now, if it has begun; <c>/operations/{id}</c> shows it.</summary>
    public required Operation? Operation { get; init; }

    /// <summary>How the last stop, start or restart ended that was asked for.</summary>
    public required CommandResult? LastCommand { get; init; }

    public required bool Deleting { get; init; }

    public required int CanvasX { get; init; }

    public required int CanvasY { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <param name="HasToken">There is a token for a private repository; it is shown to nobody.</param>
public sealed record GitSourceSnapshot(string Url, string? Branch, string RootDir, bool HasToken)
{
    public string Provider => "git";

    public static GitSourceSnapshot? Of(GitSource? source) => source is null ? null : new(source.Url, source.Branch, source.RootDir, source.SealedToken is not null);
}

/// <summary>Auto-deploy is off since the rollback to #<paramref name="RolledBackTo"/>.</summary>
public sealed record AutoDeployPauseSnapshot(string Reason, DeploymentId DeploymentId, int RolledBackTo, DateTimeOffset Since)
{
    public static AutoDeployPauseSnapshot? Of(AutoDeployPause? pause) => pause is null ? null : new("rollback", new(pause.Rollback), pause.ToNumber, pause.At);
}

/// <summary>The newest deployment in short: enough for a node.</summary>
public sealed record LatestDeployment(DeploymentId Id, int Number, ServiceId ServiceId, DeploymentStatus Status, StepName? Step, DateTimeOffset? StepStartedAt, Failure? Error, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt)
{
    public static LatestDeployment? Of(Deployment? deployment) => deployment is null ? null : new(
        deployment.Ref.Id,
        deployment.Number,
        deployment.Ref.Service.ServiceId,
        deployment.Status,
        deployment.Steps.LastOrDefault()?.Name,
        deployment.Steps.LastOrDefault()?.StartedAt,
        deployment.Error,
        deployment.Ref.CreatedAt,
        deployment.StartedAt,
        deployment.FinishedAt);
}
