using System.Text.RegularExpressions;
using ClickDeploy.Core;

namespace ClickDeploy.Projects;

/// <summary>What a project's fields may hold (API.md, field rules).</summary>
public static partial class ProjectRules
{
    public const int LongestName = 100;
    public const int LongestDescription = 1_000;

    public static FieldRule NameRule { get; } = new(Shortest: 1, Longest: LongestName);

    public static FieldRule DescriptionRule { get; } = new(Longest: LongestDescription);

    public static IReadOnlyList<FieldFault> Check(Project project, ProjectPlaces places) =>
        [.. Name(project.Name), .. Description(project.Description), .. Region(project.Region, places), .. Target(project.Target, places)];

    public static bool IsSlug(string text) => SlugPattern().IsMatch(text);

    private static IEnumerable<FieldFault> Name(string name)
    {
        if (Characters.CountOf(name) is var length && (length is 0 or > LongestName || string.IsNullOrWhiteSpace(name)))
        {
            yield return new("name", "invalid_length", $"The name has {length} characters. Write 1 to {LongestName} that are not all spaces.");
        }
        else if (name.Any(char.IsControl))
        {
            yield return new("name", "invalid_characters", "The name has control characters (line breaks, tabs or the like). Leave them out.");
        }
    }

    private static IEnumerable<FieldFault> Description(string? description)
    {
        if (Characters.CountOf(description ?? "") is > LongestDescription and var length)
        {
            yield return new("description", "invalid_length", $"The description has {length} characters. Write at most {LongestDescription}.");
        }
        else if (description is not null && description.Contains('\0'))
        {
            yield return new("description", "invalid_characters", "The description has a NUL character. Leave it out.");
        }
    }

    private static IEnumerable<FieldFault> Region(string region, ProjectPlaces places)
    {
        if (!places.Regions.Contains(region))
        {
            yield return new("region", "unknown_region", $"There is no region '{Shown.Of(region)}'. Use one of: {string.Join(", ", places.Regions)}.");
        }
    }

    private static IEnumerable<FieldFault> Target(string target, ProjectPlaces places)
    {
        if (!places.Targets.Contains(target))
        {
            yield return new("target", "unknown_target", $"There is no target '{Shown.Of(target)}'. Use one of: {string.Join(", ", places.Targets)}.");
        }
    }

    [GeneratedRegex(@"\A[a-z0-9-]{1,63}\z")]
    private static partial Regex SlugPattern();
}
