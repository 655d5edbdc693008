using System.Text.RegularExpressions;

namespace ClickDeploy.Plans.Python;

/// <summary>What a Python project depends on, by whatever file says it.</summary>
internal sealed partial record PythonProject(SourceFolder Folder, Toml PyProject, IReadOnlySet<string> Dependencies)
{
    private const int DeepestInclude = 5;

    /// <summary>The files that a program is started by, when no framework is found in them.</summary>
    public static readonly string[] MainFiles = ["main.py", "app.py", "start.py", "bot.py", "hello.py", "server.py", "run.py", "wsgi.py", "asgi.py", "__main__.py", "src/main.py", "app/main.py", "src/app.py"];

    /// <summary>The file that tells that it is Python; null: it is none.</summary>
    public static string? DecidedBy(SourceFolder folder) =>
        folder.First("requirements.txt", "pyproject.toml", "Pipfile", "manage.py", "main.py", "app.py", "start.py", "bot.py", "hello.py", "server.py") ?? (folder.Has("setup.py") ? "setup.py" : null);

    public static PythonProject Read(SourceFolder folder)
    {
        var project = Toml.Parse(folder.Read("pyproject.toml"));
        var pipfile = Toml.Parse(folder.Read("Pipfile"));
        IEnumerable<string> written =
        [
            .. Requirements(folder, "requirements.txt", 0),
            .. project.List("project.dependencies") ?? [],
            .. project.Keys("tool.poetry.dependencies"),
            .. pipfile.Keys("packages"),
        ];
        return new(folder, project, new HashSet<string>(written.SelectMany(Names)));
    }

    /// <summary><paramref name="name"/> as it is normalised, or with an extra: <c>fastapi[standard]</c>.</summary>
    public bool Uses(string name) => Dependencies.Contains(name);

    // "FastAPI[standard]>=0.110" is fastapi and fastapi[standard].
    private static IEnumerable<string> Names(string requirement)
    {
        if (Requirement().Match(requirement) is { Success: true } match)
        {
            var name = Separators().Replace(match.Groups["name"].Value, "-").ToLowerInvariant();
            yield return name;
            foreach (var extra in match.Groups["extras"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                yield return $"{name}[{extra.ToLowerInvariant()}]";
            }
        }
    }

    private static IEnumerable<string> Requirements(SourceFolder folder, string file, int depth)
    {
        foreach (var line in (folder.Read(file) ?? "").Split('\n').Select(line => line.Trim()))
        {
            if (Include().Match(line) is { Success: true } include)
            {
                if (depth < DeepestInclude)
                {
                    foreach (var included in Requirements(folder, include.Groups[1].Value, depth + 1))
                    {
                        yield return included;
                    }
                }
            }
            else if (!line.StartsWith('-') && !line.StartsWith('#'))
            {
                yield return line;
            }
        }
    }

    [GeneratedRegex(@"\A(?<name>[A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[(?<extras>[^\]]*)\])?")]
    private static partial Regex Requirement();

    [GeneratedRegex(@"\A(?:-r|--requirement)[ =]\s*(?:\./)?([^\s#]+)")]
    private static partial Regex Include();

    [GeneratedRegex("[-_.]+")]
    private static partial Regex Separators();
}
