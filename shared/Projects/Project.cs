using ClickDeploy.Core;

namespace ClickDeploy.Projects;

/// <summary>What the user set of a project.</summary>
public sealed record Project
{
    public required OrgId Org { get; init; }

    public required ProjectId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>From the name, unique in the organisation, fixed for life.</summary>
    public required string Slug { get; init; }

    public string? Description { get; init; }

    public required string Region { get; init; }

    public required string Target { get; init; }

    public bool AutoDeploy { get; init; } = true;

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>A delete was asked for: nothing new may be made in it.</summary>
    public bool Deleting { get; init; }
}
