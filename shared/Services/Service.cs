using System.Text.Json.Serialization;
using ClickDeploy.Clients.Git;
using ClickDeploy.Core;

namespace ClickDeploy.Services;

/// <summary>What the user set of a service (Spec). What is seen of it is <see cref="ServiceState"/>, in rows of its own.</summary>
public sealed record Service
{
    public required OrgId Org { get; init; }

    public required ProjectId Project { get; init; }

    public required ServiceId Id { get; init; }

    /// <summary>A host name, unique in the project.</summary>
    public required string Name { get; init; }

    /// <summary>Null: not configured yet, a node on the canvas only.</summary>
    public GitSource? GitSource { get; init; }

    public Builder Builder { get; init; }

    public string? InstallCommand { get; init; }

    public string? BuildCommand { get; init; }

    public string? StartCommand { get; init; }

    /// <summary>
    /// Runs in the new release, with the variables of the service, before the new instance starts: for migrations. Its failure fails the deployment, and the
    /// old instance serves on. It runs at least once for each deployment (a platform that crashed may not know that it ran), so it has to bear being repeated.
    /// A rollback does not run it: the earlier release's migrations were made long ago, and those of the later one are not taken back by it.
    /// </summary>
    public string? PreDeployCommand { get; init; }

    /// <summary>The static files that are served where no start command is set: within the root directory, <c>/</c> is it. Null: what the plan says.</summary>
    public string? OutputDir { get; init; }

    public InstanceSize InstanceSize { get; init; } = InstanceSize.Medium;

    public int InstanceCount { get; init; } = 1;

    /// <summary>Null: a worker, without URL.</summary>
    public int? Port { get; init; } = 8080;

    /// <summary>Null: TCP connects and any answer is below 500.</summary>
    public string? HealthCheckPath { get; init; }

    public bool AutoDeploy { get; init; } = true;

    /// <summary>Why <see cref="AutoDeploy"/> was switched off without the user's asking; null: it was not.</summary>
    public AutoDeployPause? AutoDeployPause { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>A delete was asked for: no deployment may start.</summary>
    public bool Deleting { get; init; }
}

/// <summary>Where the source is. <paramref name="Branch"/>: a branch or tag; null is the repository's default branch. <paramref name="RootDir"/>: absolute, <c>/</c> is the repository.</summary>
public sealed record GitSource(string Url, string? Branch, string RootDir = "/")
{
    /// <summary>A token for a private repository, sealed for the service and the host of <see cref="Url"/> (<see cref="GitTokens"/>); null: there is none.</summary>
    public string? SealedToken { get; init; }

    /// <summary>A token that was just sent and is to be sealed.</summary>
    [JsonIgnore]
    public Sensitive<string>? NewToken { get; init; }

    /// <summary>Whom a token is for; null where none can be used.</summary>
    [JsonIgnore]
    public string? Origin => GitUrl.Parse(Url, development: true) is Parsed<GitUrl>.Accepted { Value.Origin: { } origin } ? origin : null;
}

/// <summary>A rollback switches auto-deploy off: the next push would bring back what was rolled back. <paramref name="Rollback"/>: the deployment that did; <paramref name="ToNumber"/>: what it went back to.</summary>
public sealed record AutoDeployPause(Guid Rollback, int ToNumber, DateTimeOffset At);

/// <summary>Who turns the repository into something that runs.</summary>
public enum Builder
{
    /// <summary>A Dockerfile where images are built and there is one, else the plan.</summary>
    Auto,
    Dockerfile,
    Railpack,

    /// <summary>The platform's own planner.</summary>
    Plan,
}

/// <summary>Specification 13.2.</summary>
public enum InstanceSize
{
    Small,
    Medium,
    Large,
    Xlarge,
}

/// <summary>Where the node stands on the canvas, in its pixels. Not part of the service: moving it changes neither ETag nor updated_at.</summary>
public sealed record CanvasPosition(int X, int Y);
