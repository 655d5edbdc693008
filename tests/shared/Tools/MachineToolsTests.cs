using ClickDeploy.Tools;

namespace ClickDeploy.Tests.Shared.Tools;

public sealed class MachineToolsTests
{
    [Fact]
    public async Task Missing_NamesWhatIsNotHere() =>
        Assert.Equal(["no-such-tool", "../bin/nothing"], await new MachineTools().Missing(["git", "no-such-tool", "../bin/nothing", "sh"]));

    [Fact]
    public async Task Version_IsTheNumbersThatItSays()
    {
        var tools = new MachineTools();

        Assert.Matches(@"^2\.[0-9.]+$", await tools.Version("git"));
        Assert.Equal(await tools.Version("git"), await tools.Version("git"));
        Assert.Null(await tools.Version("no-such-tool"));
    }
}
