namespace ClickDeploy.Projects;

public sealed class ProjectOptions
{
    /// <summary>MAX_PROJECTS: Projects that an organisation may have.</summary>
    public int MaxProjects { get; set; } = 1_000;
}
