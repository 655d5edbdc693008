using System.Text.Json.Serialization;
using ClickDeploy.Core;
using ClickDeploy.Plans;
using ClickDeploy.Services;

namespace ClickDeploy.Deployments;

/// <summary>One deployment of a service: what was asked, what it ran with, and how far it came.</summary>
public sealed record Deployment
{
    public required DeploymentRef Ref { get; init; }

    /// <summary>1, 2, 3… per service.</summary>
    public required int Number { get; init; }

    public required DeploymentStatus Status { get; init; }

    public required DeploymentTrigger TriggeredBy { get; init; }

    /// <summary>The service as it was when the deployment got its turn: what it is built and run with, whatever is saved meanwhile.</summary>
    public Service? Config { get; init; }

    /// <summary>The revision of the service's variables that it is built and run with, from its turn on; null before, and of deployments older than variables.</summary>
    public int? Variables { get; init; }

    /// <summary>The commit that was asked for; null: the head of the branch.</summary>
    public string? RequestedCommit { get; init; }

    public string? CommitSha { get; init; }

    public string? CommitMessage { get; init; }

    public string? CommitAuthor { get; init; }

    public BuildPlan? Plan { get; init; }

    /// <summary>What it goes back to; null: it builds a release of its own.</summary>
    public RollbackTarget? Rollback { get; init; }

    /// <summary>For a rollback: the deployment that built what this one runs.</summary>
    public DeploymentId? BuiltBy { get; init; }

    /// <summary>Built without what earlier builds left in caches.</summary>
    public bool ClearCache { get; init; }

    /// <summary>Whose release it runs.</summary>
    [JsonIgnore]
    public DeploymentId ReleaseId => BuiltBy ?? Ref.Id;

    /// <summary>The instance that it started, if it came that far.</summary>
    public InstanceId? Instance { get; init; }

    public IReadOnlyList<DeploymentStep> Steps { get; init; } = [];

    public Failure? Error { get; init; }

    /// <summary>Last probe, response and output lines are kept beside the deployment.</summary>
    public bool HasEvidence { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>The deployment whose release, configuration and variables a rollback runs again.</summary>
public sealed record RollbackTarget(Guid Deployment, int Number);

/// <summary>What was asked for with a deployment.</summary>
public sealed record DeploymentRequest(DeploymentTrigger Trigger, string? Commit = null, RollbackTarget? Rollback = null, bool ClearCache = false);

public enum DeploymentTrigger
{
    Manual,
    Webhook,
    Rollback,
    Variables,
}

/// <summary>A step as a person sees it. <paramref name="Attempt"/> counts from 1.</summary>
public sealed record DeploymentStep(StepName Name, StepStatus Status, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, int Attempt = 1, string? Error = null);

public enum StepName
{
    Provision,
    Clone,
    Detect,
    Build,
    Deploy,
    Health,
    Route,
}

public enum StepStatus
{
    Running,
    Done,
    Failed,
    Cancelled,
}
