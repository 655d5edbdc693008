using System.Text.RegularExpressions;

namespace ClickDeploy.Plans.Python;

/// <summary>How a Python project is started: by the framework that is found in its files, else by its main file.</summary>
internal sealed partial record PythonStart(string Command, string Technology, string? File = null, string? Note = null)
{
    private const string Bind = "--bind ${HOST:-0.0.0.0}:${PORT:-8000}";
    private const string HostAndPort = "--host ${HOST:-0.0.0.0} --port ${PORT:-8000}";
    private const int MostFiles = 200;

    /// <summary>Null: nothing says how. <paramref name="python"/>: the interpreter.</summary>
    public static PythonStart? Of(PythonProject project, string python) => Django(project, python) ?? Framework(project, python) ?? Main(project, python);

    private static PythonStart? Django(PythonProject project, string python)
    {
        if (project.Folder.Read("manage.py") is not { } manage || !(project.Uses("django") || manage.Contains("django", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var migrate = $"{python} manage.py migrate --noinput";
        if (project.Uses("gunicorn") && Wsgi(project.Folder) is { } module)
        {
            return new($"{migrate} && gunicorn {Bind} {module}:application", "Django", "manage.py");
        }

        return new($"{migrate} && {python} manage.py runserver --noreload ${{HOST:-0.0.0.0}}:${{PORT:-8000}}", "Django", "manage.py",
            "Django's own server is for development: add gunicorn to the dependencies, and it is used.");
    }

    // WSGI_APPLICATION of any settings, else the folder that has a wsgi.py.
    private static string? Wsgi(SourceFolder folder)
    {
        var files = folder.Files(3).Where(file => file.EndsWith(".py", StringComparison.Ordinal)).Take(MostFiles).ToList();
        return files.Where(file => file.Contains("settings", StringComparison.Ordinal)).Concat(files).Select(file => folder.Match(file, WsgiApplication())).FirstOrDefault(found => found is not null)
            ?? files.Where(file => file.EndsWith("/wsgi.py", StringComparison.Ordinal)).Select(Module).FirstOrDefault();
    }

    private static PythonStart? Framework(PythonProject project, string python)
    {
        foreach (var file in Candidates(project.Folder))
        {
            if (project.Folder.Read(file) is not { } text)
            {
                continue;
            }

            if (Made().Match(text) is { Success: true } made)
            {
                return Server(project, python, file, $"{Module(file)}:{made.Groups["name"].Value}", made.Groups["framework"].Value, text);
            }

            if (project.Uses("flask") && Factory().IsMatch(text))
            {
                return Server(project, python, file, $"{Module(file)}:create_app()", "Flask", text);
            }

            if (project.Uses("streamlit") && text.Contains("import streamlit", StringComparison.Ordinal))
            {
                return new($"streamlit run {CommandLine.File(file)} --server.headless true --server.address ${{HOST:-0.0.0.0}} --server.port ${{PORT:-8000}}", "Streamlit", file);
            }
        }

        return null;
    }

    private static PythonStart? Server(PythonProject project, string python, string file, string application, string framework, string text)
    {
        if (framework == "Flask")
        {
            return project.Uses("gunicorn") ? new($"gunicorn {Bind} {CommandLine.Word(application)}", framework, file)
                : project.Uses("waitress") ? new($"waitress-serve {HostAndPort} {(application.EndsWith("()", StringComparison.Ordinal) ? "--call " + application[..^2] : application)}", framework, file)
                : new($"{python} -m flask --app {CommandLine.Word(application)} run {HostAndPort}", framework, file, "Flask's own server is for development: add gunicorn to the dependencies, and it is used.");
        }

        if (project.Uses("uvicorn") || project.Uses("fastapi[standard]") || project.Uses("fastapi[all]") || project.Uses("python-fasthtml"))
        {
            return new($"uvicorn {application} {HostAndPort}", framework, file);
        }

        if (project.Uses("hypercorn"))
        {
            return new($"hypercorn {application} --bind ${{HOST:-0.0.0.0}}:${{PORT:-8000}}", framework, file);
        }

        return new($"{python} {CommandLine.File(file)}", framework, file, text.Contains(".run(", StringComparison.Ordinal) ? null : $"{framework} needs a server such as uvicorn: add it to the dependencies.");
    }

    private static PythonStart? Main(PythonProject project, string python) =>
        project.Folder.First(PythonProject.MainFiles) is { } file ? new($"{python} {CommandLine.File(file)}", "Python", file)
        : project.Folder.Ending(".py") is [var only] && only is not ("setup.py" or "conftest.py") ? new($"{python} {CommandLine.File(only)}", "Python", only)
        : null;

    // The usual names first, then whatever is near.
    private static IEnumerable<string> Candidates(SourceFolder folder) =>
        ((string[])["main.py", "app.py", "server.py", "api.py", "wsgi.py", "asgi.py", "application.py", "app/main.py", "app/__init__.py", "src/main.py", "src/app.py", "api/main.py", "backend/main.py"])
        .Concat(folder.Files(2).Where(file => file.EndsWith(".py", StringComparison.Ordinal) && !Test().IsMatch(file) && Importable().IsMatch(file)).Take(MostFiles)).Distinct();

    private static string Module(string file)
    {
        var module = file[..^".py".Length].Replace('/', '.');
        return module.EndsWith(".__init__", StringComparison.Ordinal) ? module[..^".__init__".Length] : module;
    }

    [GeneratedRegex(@"^(?<name>[A-Za-z_]\w*)\s*(?::\s*[\w.]+\s*)?=\s*(?:\w+\.)?(?<framework>FastAPI|Flask|Starlette|Litestar|Quart|FastHTML)\(", RegexOptions.Multiline)]
    private static partial Regex Made();

    [GeneratedRegex(@"^def create_app\(", RegexOptions.Multiline)]
    private static partial Regex Factory();

    [GeneratedRegex(@"WSGI_APPLICATION\s*=\s*[""']([\w.]+)\.application[""']")]
    private static partial Regex WsgiApplication();

    [GeneratedRegex(@"(^|/)(tests?|examples?|docs|migrations)/|(^|/)(test_[^/]*|[^/]*_test|conftest|setup)\.py$")]
    private static partial Regex Test();

    [GeneratedRegex(@"\A([A-Za-z_]\w*/)*[A-Za-z_]\w*\.py\z")]
    private static partial Regex Importable();
}
