using System.ComponentModel.DataAnnotations;

namespace ClickDeploy.Projects;

public sealed class ProjectOptions
{
    /// <summary>MAX_PROJECTS: Projects that an organisation may have.</summary>
    [Range(1, 10_000, ErrorMessage = "MAX_PROJECTS is out of range: set it to a number from 1 to 10,000.")]
    public int MaxProjects { get; set; } = 1_000;
}
