using ClickDeploy.Core;

namespace ClickDeploy.Services;

/// <summary>What is seen of a service (Status). Written by orchestrations only.</summary>
public sealed record ServiceState
{
    /// <summary>The one operation that may change the service now (DESIGN 5); null: none.</summary>
    public Operation? Operation { get; init; }

    /// <summary>An operation that was ended from outside or given up: what it left is being undone, and its own steps, which may still run, change nothing any more.</summary>
    public string? Abandoned { get; init; }

    /// <summary>Operations that wait for their turn, by instance id; they are told when it is free.</summary>
    public IReadOnlyList<string> Waiting { get; init; } = [];

    /// <summary>The host name that was claimed for it (<c>shop1234.localhost</c>), without port; kept when the service is renamed.</summary>
    public string? Host { get; init; }

    /// <summary>The deployment whose release serves, or should; null before the first went live.</summary>
    public DeploymentId? Current { get; init; }

    /// <summary>The instance that serves <see cref="Current"/>, or served it last.</summary>
    public InstanceId? Instance { get; init; }

    /// <summary>Where <see cref="Instance"/> answers; null: a worker.</summary>
    public string? Address { get; init; }

    /// <summary>Whether something is to run. False after a stop and when a crash loop was ended.</summary>
    public bool Desired { get; init; }

    /// <summary>Why nothing runs although it should (a crash loop); null: nothing is wrong.</summary>
    public Failure? Failure { get; init; }

    /// <summary>When it was started again by itself, the last five minutes.</summary>
    public IReadOnlyList<DateTimeOffset> Restarts { get; init; } = [];

    /// <summary>The last stop, start or restart that a user asked for and that has ended.</summary>
    public CommandResult? LastCommand { get; init; }

    /// <summary>Whether a step of the operation may change the service.</summary>
    /// <param name="operation">Null: the step is of an earlier release, and does not say whose it is.</param>
    /// <param name="toEnd">A step that says how the operation ended, or undoes what it left.</param>
    public bool IsTurnOf(string? operation, bool toEnd = false) => operation is null || (Operation?.Id == operation && (toEnd || Abandoned != operation));

    /// <summary>The state, for a change that only the operation may make.</summary>
    /// <inheritdoc cref="IsTurnOf"/>
    /// <exception cref="TurnLostException">It is not its turn.</exception>
    public ServiceState InTurnOf(string? operation, bool toEnd = false) => IsTurnOf(operation, toEnd) ? this : throw new TurnLostException(operation!);
}

/// <summary>An orchestration that holds a service. <paramref name="Id"/>: its instance id.</summary>
public sealed record Operation(string Id, OperationKind Kind);

public enum OperationKind
{
    Deploy,
    Restart,
    Delete,
    Stop,
    Start,
}

/// <summary>How a stop, start or restart ended. <paramref name="Number"/>: part of its operation's id; the next one has a higher one.</summary>
public sealed record CommandResult(int Number, OperationKind Kind, Failure? Failure, DateTimeOffset At);
