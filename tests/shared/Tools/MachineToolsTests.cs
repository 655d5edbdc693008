using ClickDeploy.Tools;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Shared.Tools;

public sealed class MachineToolsTests
{
    [Fact]
    public async Task Missing_NamesWhatIsNotHere() =>
        Assert.Equal(["no-such-tool", "../bin/nothing"], await Here().Missing(["git", "no-such-tool", "../bin/nothing", "sh"]));

    [Fact]
    public async Task Version_IsTheNumbersThatItSays()
    {
        var tools = Here();

        Assert.Matches(@"^2\.[0-9.]+$", await tools.Version("git"));
        Assert.Equal(await tools.Version("git"), await tools.Version("git"));
        Assert.Null(await tools.Version("no-such-tool"));
    }

    [Fact]
    public async Task Tool_OfAFolderThatIsNamed_IsFoundThereFirst()
    {
        var folder = Directory.CreateTempSubdirectory("tools-").FullName;
        try
        {
            var git = Path.Combine(folder, "git");
            await File.WriteAllTextAsync(git, "#!/bin/sh\necho git 7.8.9");
            File.SetUnixFileMode(git, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            var tools = Here(folder);

            Assert.Equal((git, "7.8.9"), (tools.Find("git"), await tools.Version("git")));
            Assert.StartsWith($"{folder}:/", tools.SearchPath);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static MachineTools Here(params string[] folders) => new(Options.Create(new ToolOptions { Folders = folders }));
}
