namespace ClickDeploy.Tests.Platform;

/// <summary>The package managers of <c>tests/managers</c>.</summary>
internal static class Managers
{
    /// <summary>For TOOLS_PATH. Two of them have a program "yarn": the one of version 1 is meant.</summary>
    public static string SearchPath => $"{Installed("yarn/bin")}:{Installed(".bin")}";

    /// <summary>A yarn of version 4, as repositories bring it along.</summary>
    public static string Yarn => Installed("@yarnpkg/cli-dist/bin/yarn.js");

    private static string Installed(string path)
    {
        var full = Path.Combine(RepositoryRoot.Path, "tests", "managers", "node_modules", path);
        return Path.Exists(full) ? full : throw new InvalidOperationException($"{full} is not there: run ./check, or npm install in tests/managers.");
    }
}
