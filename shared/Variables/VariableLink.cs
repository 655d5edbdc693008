using ClickDeploy.Core;

namespace ClickDeploy.Variables;

/// <summary>Where a variable's value comes from: an address of another service of the project, taken when a deployment has its turn.</summary>
public sealed record VariableLink(ServiceId Service, LinkType Type);

/// <summary>Which part of the other service's address.</summary>
public enum LinkType
{
    /// <summary>Where services of the project reach it.</summary>
    InternalUrl,

    /// <summary>Where visitors reach it.</summary>
    PublicUrl,

    /// <summary>The host of the internal URL.</summary>
    Host,

    /// <summary>The port of the internal URL.</summary>
    Port,
}
