using ClickDeploy.Core;

namespace ClickDeploy.Projects;

/// <summary>What became of a new project.</summary>
public abstract record ProjectCreation
{
    private ProjectCreation()
    {
    }

    /// <summary>It is there; its slug may have got a number.</summary>
    public sealed record Created(Versioned<Project> Project) : ProjectCreation;

    /// <summary>The organisation has as many projects as it may have.</summary>
    public sealed record LimitReached(int Limit) : ProjectCreation;
}
