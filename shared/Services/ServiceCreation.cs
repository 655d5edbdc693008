using ClickDeploy.Core;

namespace ClickDeploy.Services;

/// <summary>What became of a new service.</summary>
public abstract record ServiceCreation
{
    private ServiceCreation()
    {
    }

    public sealed record Created(Versioned<Service> Service) : ServiceCreation;

    /// <summary>Another node of the project has that name.</summary>
    public sealed record NameTaken : ServiceCreation;

    /// <summary>The project has as many services as it may have.</summary>
    public sealed record LimitReached(int Limit) : ServiceCreation;
}
