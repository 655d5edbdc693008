using ClickDeploy.Functions.Http;
using ClickDeploy.Projects;

namespace ClickDeploy.Functions.Projects;

/// <summary>Reads what a user may set of a project over what holds otherwise.</summary>
internal static class ProjectFields
{
    /// <summary>Some project with the defaults, to describe what is read.</summary>
    public static Project Any { get; } = new() { Org = new("any"), Id = default, Name = "", Slug = "", Region = "", Target = "", CreatedAt = default, UpdatedAt = default };

    public static Project ReadNew(Fields body, Project defaults)
    {
        body.Require("name");
        var project = ReadSettings(body, defaults) with { Region = body.Text("region", defaults.Region), Target = body.Text("target", defaults.Target) };
        return project with { Slug = ProjectSlug.From(project.Name) };
    }

    public static Project ReadChange(Fields body, Project project)
    {
        foreach (var (name, value) in new[] { ("slug", project.Slug), ("region", project.Region), ("target", project.Target) })
        {
            if (body.Text(name, value) != value)
            {
                body.Refuse(name, "fixed", "stays as it was made. Make a new project to have another one.");
            }
        }

        return ReadSettings(body, project);
    }

    private static Project ReadSettings(Fields body, Project project) => project with
    {
        Name = body.Text("name", project.Name, ProjectRules.NameRule).Trim(),
        Description = body.TextOrNull("description", project.Description, ProjectRules.DescriptionRule),
        AutoDeploy = body.Boolean("auto_deploy", project.AutoDeploy),
    };
}
