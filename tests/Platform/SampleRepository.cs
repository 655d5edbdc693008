using System.Diagnostics;

namespace ClickDeploy.Tests.Platform;

/// <summary>A real Git repository in a folder of its own, as a user has one: a sample application, and pushes to it.</summary>
internal sealed class SampleRepository : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("repository-").FullName;

    private SampleRepository() => Git("init", "--quiet", "--initial-branch=main", ".");

    public string Url => $"file://{_folder}";

    /// <summary>The sample <c>tests/samples/echo</c>: no dependency, no build; <see cref="EchoCommand"/> starts it. It answers its version.</summary>
    public static SampleRepository Echo(string version = "1")
    {
        var repository = Of("echo");
        repository.Push(version);
        return repository;
    }

    public const string EchoCommand = "exec node server.js";

    /// <summary>Static files: one page that says the version.</summary>
    public static SampleRepository Static(string version = "1")
    {
        var repository = new SampleRepository();
        repository.Push("index.html", version);
        return repository;
    }

    /// <summary>The sample <c>tests/samples/leak</c>, which writes the variables whose names begin with <c>S_</c> wherever it can; <c>mode.txt</c> says whether it is well.</summary>
    public static SampleRepository Leak() => Of("leak");

    /// <summary>The folder.</summary>
    public string Path => _folder;

    /// <summary>A copy of a folder of <c>tests/samples</c>, committed.</summary>
    public static SampleRepository Of(string sample)
    {
        var repository = new SampleRepository();
        var source = System.IO.Path.Combine(RepositoryRoot.Path, "tests", "samples", sample);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var relative = System.IO.Path.GetRelativePath(source, file);
            if (!relative.Split('/').Contains("node_modules"))
                repository.Copy(file, relative);
        }

        repository.Commit("The sample");
        return repository;
    }

    /// <summary>Another version of the echo sample.</summary>
    public string Push(string version) => Push("version.txt", version);

    /// <summary>Commits one file; answers the commit's id.</summary>
    public string Push(string file, string text)
    {
        Write(file, text);
        return Commit($"Change {file}");
    }

    public string Remove(string file)
    {
        File.Delete(System.IO.Path.Combine(_folder, file));
        return Commit($"Remove {file}");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Commits a copy of a file from elsewhere.</summary>
    public string PushCopy(string from, string file)
    {
        Copy(from, file);
        return Commit($"Add {file}");
    }

    private void Copy(string from, string file) => File.Copy(from, Place(file), overwrite: true);

    private void Write(string file, string text) => File.WriteAllText(Place(file), text);

    private string Place(string file)
    {
        var path = System.IO.Path.Combine(_folder, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }

    private string Commit(string message)
    {
        Git("add", "--all");
        Git("commit", "--quiet", "--allow-empty", "--message", message);
        return Git("rev-parse", "HEAD").Trim();
    }

    private string Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["GIT_CONFIG_GLOBAL"] = "/dev/null",
                ["GIT_AUTHOR_NAME"] = "Ada Lovelace",
                ["GIT_AUTHOR_EMAIL"] = "ada@example.com",
                ["GIT_COMMITTER_NAME"] = "Ada Lovelace",
                ["GIT_COMMITTER_EMAIL"] = "ada@example.com",
            },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {output}{errors.Result}");
    }
}
