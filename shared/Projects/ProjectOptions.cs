using System.ComponentModel.DataAnnotations;

namespace ClickDeploy.Projects;

public sealed class ProjectOptions
{
    /// <summary>Projects that an organisation may have.</summary>
    [Range(1, 10_000)]
    public int MaxProjects { get; set; } = 1_000;
}
