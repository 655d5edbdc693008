using ClickDeploy.Core;

namespace ClickDeploy.Services;

/// <summary>What became of a change to a service.</summary>
public abstract record ServiceUpdate
{
    private ServiceUpdate()
    {
    }

    public sealed record Updated(Versioned<Service> Service) : ServiceUpdate;

    /// <summary>It was changed or removed since it was read.</summary>
    public sealed record Stale : ServiceUpdate;

    /// <summary>Another node of the project has the new name.</summary>
    public sealed record NameTaken : ServiceUpdate;
}
