using ClickDeploy.Processes;

namespace ClickDeploy.Tests.Shared.Processes;

public sealed class EndRulesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(255)]
    public void Code_OfAProgram_IsItsOwn(int code) => Assert.Equal(new RunEnd.Exited(code), EndRules.Decide(new EndEvidence { Code = code }));

    [Theory]
    [InlineData(129, "SIGHUP")]
    [InlineData(134, "SIGABRT")]
    [InlineData(137, "SIGKILL")]
    [InlineData(139, "SIGSEGV")]
    [InlineData(143, "SIGTERM")]
    [InlineData(153, "larger")]
    public void Code_OfASignal_NamesIt(int code, string name) => Assert.Contains(name, Killed(new EndEvidence { Code = code }));

    [Fact]
    public void Kill_WhenTheGroupRanOutOfMemory_SaysSo()
    {
        Assert.Contains("memory", Killed(new EndEvidence { Code = 137, OutOfMemory = true }));
        Assert.Contains("memory", Killed(new EndEvidence { OutOfMemory = true }));
    }

    [Fact]
    public void Code_AfterAChildRanOutOfMemory_StaysTheProgramsOwn() =>
        Assert.Equal(new RunEnd.Exited(1), EndRules.Decide(new EndEvidence { Code = 1, OutOfMemory = true }));

    [Theory]
    [InlineData(143)]
    [InlineData(137)]
    [InlineData(null)]
    public void Signal_WhileStopping_IsAStop(int? code) => Assert.Equal("It was stopped.", Killed(new EndEvidence { Code = code, Stopping = true }));

    [Fact]
    public void Code_WhileStopping_IsKept() => Assert.Equal(new RunEnd.Exited(0), EndRules.Decide(new EndEvidence { Code = 0, Stopping = true }));

    [Fact]
    public void Timeout_IsTold() => Assert.Equal(new RunEnd.TimedOut(), EndRules.Decide(new EndEvidence { TimedOut = true }));

    [Fact]
    public void End_JustBeforeTheTimeout_Counts() => Assert.Equal(new RunEnd.Exited(0), EndRules.Decide(new EndEvidence { Code = 0, TimedOut = true }));

    [Fact]
    public void Nothing_AfterAReboot_NamesTheMachine() => Assert.Contains("machine", Killed(new EndEvidence { Rebooted = true }));

    [Fact]
    public void Nothing_AtAll_IsAKillFromOutside() => Assert.Contains("outside", Killed(new EndEvidence()));

    [Fact]
    public void Group_ThatCouldNotBeEntered_IsNoStart() => Assert.IsType<RunEnd.NotStarted>(EndRules.Decide(new EndEvidence { NoCgroup = true }));

    private static string Killed(EndEvidence seen) => Assert.IsType<RunEnd.Killed>(EndRules.Decide(seen)).Reason;
}
