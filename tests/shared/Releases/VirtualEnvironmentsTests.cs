using System.Diagnostics;
using ClickDeploy.Releases;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Shared.Releases;

public sealed class VirtualEnvironmentsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Relocate_ProgramsAndEditablePackages_NameTheNewPlace()
    {
        var (source, release) = (Path.Combine(_folder.Path, "source"), Path.Combine(_folder.Path, "a longer name", "release"));
        var program = Write("source/.venv/bin/gunicorn", $"#!{source}/.venv/bin/python\n# {source}/x");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Write("source/.venv/pyvenv.cfg", "");
        var link = Write("source/.venv/lib/python3.13/site-packages/shop.pth", source + "/src\n");
        var module = Write("source/.venv/lib/python3.13/site-packages/other.py", source + "/src\n");
        var outside = Write("source/bin/tool", source + "/src\n");

        VirtualEnvironments.Relocate(source, release);
        VirtualEnvironments.Relocate(source, release);

        Assert.Equal($"#!{release}/.venv/bin/python\n# {release}/x", File.ReadAllText(program));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute, File.GetUnixFileMode(program));
        Assert.Equal(release + "/src\n", File.ReadAllText(link));
        Assert.Equal(source + "/src\n", File.ReadAllText(module));
        Assert.Equal(source + "/src\n", File.ReadAllText(outside));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Relocate_ARealEnvironment_RunsWhereItWasMovedTo()
    {
        var (source, release) = (Path.Combine(_folder.Path, "source"), Path.Combine(_folder.Path, "release"));
        Directory.CreateDirectory(source);
        Run(source, "/usr/bin/python3", "-m", "venv", ".venv");

        VirtualEnvironments.Relocate(source, release);
        Directory.Move(source, release);

        Assert.Contains(release, Run(release, Path.Combine(release, ".venv/bin/pip"), "--version"));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Run(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
