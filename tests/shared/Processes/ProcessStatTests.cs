using ClickDeploy.Processes;

namespace ClickDeploy.Tests.Shared.Processes;

public sealed class ProcessStatTests
{
    private const string Rest = "1 70 80 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 123456 1000 50";

    [Theory]
    [InlineData("sh")]
    [InlineData("a b")]
    [InlineData("evil) Z 9 9 9 9 9")]
    [InlineData("((")]
    public void Name_WithAnything_DoesNotShiftTheFields(string name) =>
        Assert.Equal(new ProcessStat(42, 'S', 1, 70, 80, 123456), ProcessStat.Parse(42, $"42 ({name}) S {Rest}\n"));

    [Theory]
    [InlineData('Z', true)]
    [InlineData('X', true)]
    [InlineData('R', false)]
    [InlineData('D', false)]
    public void State_TellsTheDead(char state, bool isZombie) => Assert.Equal(isZombie, ProcessStat.Parse(42, $"42 (x) {state} {Rest}")!.IsZombie);

    [Theory]
    [InlineData("")]
    [InlineData("42 (x) S 1 2")]
    public void Text_CutShort_IsNone(string text) => Assert.Null(ProcessStat.Parse(42, text));

    [Fact]
    public void Identity_OfThisProcess_IsAliveInThisBootOnly()
    {
        var start = ProcessStat.Read(Environment.ProcessId)!.Start;
        var self = new ProcessIdentity(ProcessIdentity.CurrentBoot, Environment.ProcessId, start);

        Assert.True(self.IsAlive(ProcessIdentity.CurrentBoot));
        Assert.False(self.IsAlive("another boot"));
        Assert.False((self with { Start = start + 1 }).IsAlive(ProcessIdentity.CurrentBoot));
    }

    [Theory]
    [InlineData("boot 12 34", true)]
    [InlineData("boot 12", false)]
    [InlineData("boot x 34", false)]
    [InlineData("", false)]
    public void Identity_OfText_IsReadOrNone(string text, bool isOne) => Assert.Equal(isOne, ProcessIdentity.Parse(text) is not null);
}
