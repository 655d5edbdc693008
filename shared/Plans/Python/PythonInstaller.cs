namespace ClickDeploy.Plans.Python;

/// <summary>How a Python project's dependencies get into <c>.venv</c>. A lock file wins over what it was made from.</summary>
internal sealed record PythonInstaller(string? Command, string File, IReadOnlyList<string> Tools, string? Cache)
{
    public const string Environment = ".venv";

    /// <summary>A virtual environment is made; the interpreter in it is the one that runs the application.</summary>
    public bool HasEnvironment => Command is not null;

    public string? Note { get; private init; }

    public static PythonInstaller Of(PythonProject project)
    {
        var folder = project.Folder;
        if (folder.Has("pyproject.toml"))
        {
            if (folder.Has("uv.lock"))
            {
                return Own("uv", "uv sync --locked --no-dev --no-editable", "uv.lock", Beside(folder, "uv.lock"));
            }

            if (folder.Has("poetry.lock"))
            {
                return Own("poetry", "poetry install --no-interaction --no-ansi --only main --no-root", "poetry.lock", Beside(folder, "poetry.lock"));
            }

            if (folder.Has("pdm.lock"))
            {
                return Own("pdm", "pdm install --check --prod --no-editable", "pdm.lock", Beside(folder, "pdm.lock"));
            }
        }

        if (folder.Has("requirements.txt"))
        {
            return Pip("-r requirements.txt", "requirements.txt");
        }

        if (folder.Has("Pipfile.lock"))
        {
            return Own("pipenv", "pipenv install --deploy --ignore-pipfile", "Pipfile.lock", null);
        }

        return folder.Has("Pipfile")
            ? Own("pipenv", "pipenv install --skip-lock", "Pipfile", "There is no lock file: other versions may be installed by the next deployment.")
            : PyProject(project);
    }

    // Without a lock file its list is installed as it stands: the project itself need not be a package.
    private static PythonInstaller PyProject(PythonProject project)
    {
        var toml = project.PyProject;
        if (toml.List("project.dependencies") is { } listed && toml.List("project.dynamic")?.Contains("dependencies") != true)
        {
            return listed.Count == 0 ? new(null, "pyproject.toml", ["python3"], null) : Pip(string.Join(' ', listed.Select(CommandLine.Word)), "pyproject.toml");
        }

        if (toml.HasTable("tool.poetry.dependencies"))
        {
            return Own("poetry", "poetry install --no-interaction --no-ansi --only main --no-root", "pyproject.toml", "There is no poetry.lock: other versions may be installed by the next deployment.");
        }

        return toml.HasTable("project") || project.Folder.Has("setup.py") ? Pip(".", toml.HasTable("project") ? "pyproject.toml" : "setup.py") : new(null, "", ["python3"], null);
    }

    private static PythonInstaller Pip(string what, string file) =>
        new($"python3 -m venv {Environment} && {Environment}/bin/pip install {what}", file, ["python3", "python3-venv"], "pip");

    private static PythonInstaller Own(string tool, string command, string file, string? note) => new(command, file, ["python3", tool], tool) { Note = note };

    private static string? Beside(SourceFolder folder, string used) => folder.Has("requirements.txt") ? $"{used} is installed; requirements.txt beside it is not read." : null;
}
