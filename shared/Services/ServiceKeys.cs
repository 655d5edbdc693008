using ClickDeploy.Core;

namespace ClickDeploy.Services;

/// <summary>The row keys of a service: all of them stand in its organisation's partition, so that they change together.</summary>
internal static class ServiceKeys
{
    /// <summary>What the user set.</summary>
    public static string Spec(ServiceId id) => Specs + id;

    public const string Specs = "e|";

    /// <summary>Where the node stands on the canvas; by project, so that one range has all of them.</summary>
    public static string Position(ProjectId project, ServiceId id) => PositionsOf(project) + id;

    public static string PositionsOf(ProjectId project) => $"p|{project}|";

    /// <summary>Where the first release kept it.</summary>
    public static string OldPosition(ServiceId id) => $"p|{id}";

    /// <summary>The claim of the name in the project; databases and volumes claim theirs here too.</summary>
    public static string Name(ProjectId project, string name) => $"n|{project}|{name}";

    /// <summary>Finds the services of a project: a copy of each, written in the batch that writes the service. (The first release left it empty.)</summary>
    public static string Index(ProjectId project, ServiceId id) => IndexOf(project) + id;

    public static string IndexOf(ProjectId project) => $"x|project|{project}|";

    /// <summary>How many services the project has: in the same batch as each creation and removal, so that the limit holds.</summary>
    public static string Count(ProjectId project) => Counts + project;

    public const string Counts = "c|";
}
