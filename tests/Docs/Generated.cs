using ClickDeploy.Tests.Architecture;

namespace ClickDeploy.Tests.Docs;

/// <summary>Documents that are made from the code. <c>tests/docs.sh</c> writes them; the tests only compare.</summary>
internal static class Generated
{
    public static void Same(string path, string text)
    {
        var full = Path.Combine(Repository.Root, path);
        Write(path, text);
        Assert.True(File.Exists(full) && File.ReadAllText(full) == text, $"{path} is not what the code says now: run tests/docs.sh, look at what it changed, and commit it.");
    }

    /// <summary>If that is what the tests were run for.</summary>
    public static void Write(string path, string text)
    {
        if (Environment.GetEnvironmentVariable("WRITE_DOCS") == "1")
            File.WriteAllText(Path.Combine(Repository.Root, path), text);
    }

    /// <summary>The sources of the product, a path and its text each, edge first.</summary>
    public static IEnumerable<(string Path, string Text)> Sources() =>
        new[] { "functions", "orchestrations", "selfhost", "shared" }.SelectMany(folder => Repository.Sources(folder).Order(StringComparer.Ordinal)).Select(path => (path, Repository.Read(path)));

    /// <summary>As a cell of a table.</summary>
    public static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
}
