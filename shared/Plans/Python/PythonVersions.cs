using System.Text.RegularExpressions;

namespace ClickDeploy.Plans.Python;

/// <summary>The Python that a project asks for.</summary>
internal static partial class PythonVersions
{
    public static WantedVersion? Of(PythonProject project)
    {
        var folder = project.Folder;
        var pipfile = Toml.Parse(folder.Read("Pipfile"));
        return Found(folder, "mise.toml", folder.Match("mise.toml", Mise()))
            ?? Found(folder, ".tool-versions", folder.Match(".tool-versions", ToolVersions()))
            ?? Found(folder, ".python-version", folder.Match(".python-version", Line()))
            ?? Found(folder, "runtime.txt", folder.Match("runtime.txt", Runtime()))
            ?? Found(folder, "Pipfile", pipfile.Text("requires.python_full_version") ?? pipfile.Text("requires.python_version"))
            ?? Found(folder, "pyproject.toml", project.PyProject.Text("project.requires-python") ?? project.PyProject.Text("tool.poetry.dependencies.python"));
    }

    private static WantedVersion? Found(SourceFolder folder, string file, string? version) => version is null or "*" ? null : new("python3", version, folder.At(file));

    [GeneratedRegex(@"^\s*(?:cpython-|python-)?([0-9][^\s#]*)", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"^\s*python-([0-9.]+)", RegexOptions.Multiline)]
    private static partial Regex Runtime();

    [GeneratedRegex(@"^\s*python\s+([0-9][^\s#]*)", RegexOptions.Multiline)]
    private static partial Regex ToolVersions();

    [GeneratedRegex(@"^\s*python\s*=\s*[""']([^""']+)[""']", RegexOptions.Multiline)]
    private static partial Regex Mise();
}
