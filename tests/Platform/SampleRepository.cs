using ClickDeploy.Tests.Shared.Clients.Git;

namespace ClickDeploy.Tests.Platform;

/// <summary>A real Git repository in a folder of its own, as a user has one: a sample application, and pushes to it.</summary>
internal sealed class SampleRepository : IDisposable
{
    private readonly TestRepository _repository = new();

    private SampleRepository()
    {
    }

    public string Url => _repository.Url;

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
    public string Path => _repository.Directory;

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

        repository._repository.CommitAll("The sample");
        return repository;
    }

    /// <summary>Another version of the echo sample.</summary>
    public string Push(string version) => Push("version.txt", version);

    /// <summary>Commits one file; answers the commit's id.</summary>
    public string Push(string file, string text) => _repository.Commit(file, text, $"Change {file}");

    public string Remove(string file)
    {
        File.Delete(System.IO.Path.Combine(Path, file));
        return _repository.CommitAll($"Remove {file}");
    }

    public void Dispose() => _repository.Dispose();

    /// <summary>Commits a copy of a file from elsewhere.</summary>
    public string PushCopy(string from, string file)
    {
        Copy(from, file);
        return _repository.CommitAll($"Add {file}");
    }

    private void Copy(string from, string file) => File.Copy(from, Place(file), overwrite: true);

    private string Place(string file)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }
}
