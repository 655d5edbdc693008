namespace ClickDeploy.Tests.Platform;

/// <summary>Where this project is checked out, and where its programs were built.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    /// <summary>The functions program, built in the same configuration as the tests.</summary>
    public static string Program
    {
        get
        {
            // …/tests/bin/{configuration}/net10.0/
            var framework = new DirectoryInfo(AppContext.BaseDirectory);
            var program = System.IO.Path.Combine(Path, "functions", "bin", framework.Parent!.Name, framework.Name, "ClickDeploy.Functions.dll");
            return File.Exists(program) ? program : throw new FileNotFoundException($"{program} is not there: build the solution first (dotnet build ClickDeploy.sln).");
        }
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "ClickDeploy.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"{AppContext.BaseDirectory} is not within a checkout of this project: no ClickDeploy.sln is above it.");
    }
}
