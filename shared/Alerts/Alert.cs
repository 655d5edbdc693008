using System.Text.Json.Serialization;
using ClickDeploy.Core;
using ClickDeploy.Services;

namespace ClickDeploy.Alerts;

/// <summary>Something that a person should look at. Open until it is over; of the same kind about the same subject only one is open.</summary>
public sealed record Alert
{
    public required Guid Id { get; init; }

    public required AlertKind Kind { get; init; }

    /// <summary>What it is about: a service's or deployment's id, or the machine.</summary>
    public required string Subject { get; init; }

    /// <summary>Null: it is not about one service.</summary>
    public ServiceRef? Service { get; init; }

    /// <summary>The deployment whose evidence (the last lines, the last probe) shows why.</summary>
    public DeploymentId? Deployment { get; init; }

    public required string Message { get; init; }

    public required string Fix { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Null: it is not over.</summary>
    public DateTimeOffset? ClosedAt { get; init; }
}

public enum AlertKind
{
    CrashLoop,
    DiskNearlyFull,

    [JsonStringEnumMemberName("limit_90_percent")]
    Limit90Percent,
    DeploymentQueued,
}
