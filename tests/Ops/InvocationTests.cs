using ClickDeploy.Ops;
using ClickDeploy.Ops.Commands;

namespace ClickDeploy.Tests.Ops;

public sealed class InvocationTests
{
    [Fact]
    public void Parse_OptionsAnywhere_AreFound()
    {
        var invocation = Parse("--url", "http://a:1", "logs", "-f", "shop/web", "--search=a=b", "--json")!;

        Assert.Equal("logs", invocation.Command.Name);
        Assert.Equal(["shop/web"], invocation.Operands);
        Assert.Equal(new Dictionary<string, string> { ["--url"] = "http://a:1", ["-f"] = "", ["--search"] = "a=b", ["--json"] = "" }, invocation.Options);
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("deploy", "-h")]
    [InlineData("help", "deploy")]
    public void Parse_HelpOrNothing_AsksForHelp(params string[] arguments) => Assert.Null(Parse(arguments));

    [Theory]
    [InlineData("'destroy' is no command. There are: status,", "destroy")]
    [InlineData("'--verbose' is no option", "status", "--verbose")]
    [InlineData("--url needs a value", "status", "--url")]
    [InlineData("--json takes no value", "status", "--json=yes")]
    [InlineData("status has no option -f", "status", "-f")]
    [InlineData("deploy takes SERVICE. Usage: ./ops deploy", "deploy")]
    [InlineData("status takes no arguments", "status", "web")]
    public void Parse_CannotBeUnderstood_SaysWhatAndHow(string sentence, params string[] arguments)
    {
        var refusal = Assert.Throws<Refusal>(() => Parse(arguments));

        Assert.Equal(ExitCode.Usage, refusal.ExitCode);
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Time_WithoutAZone_IsOfThisMachinesClock()
    {
        var since = OperationsCommand.Command.Options.Single(option => option.Name == "--since");
        string? Sent(string text) => Parse("operations", "--since", text)!.Time(since);

        Assert.Equal("2026-01-31T11:00:00.0000000Z", Sent("2026-01-31T12:00:00+01:00"));
        Assert.Equal($"{new DateTime(2026, 1, 31, 12, 0, 0, DateTimeKind.Local).ToUniversalTime():O}", Sent("2026-01-31 12:00"));
        Assert.Null(Parse("operations")!.Time(since));
        Assert.Equal(ExitCode.Usage, Assert.Throws<Refusal>(() => Sent("yesterday")).ExitCode);
    }

    [Fact]
    public void Help_NamesEveryCommandAndOption()
    {
        var help = Help.Text(OpsProgram.Commands, OpsProgram.Everywhere);

        Assert.All(OpsProgram.Commands, command => Assert.Contains($"./ops {command.Usage} ", help, StringComparison.Ordinal));
        Assert.All(OpsProgram.Everywhere.Concat(OpsProgram.Commands.SelectMany(command => command.Options)), option => Assert.Contains(option.Meaning, help, StringComparison.Ordinal));
    }

    [Fact]
    public void Help_OfACommand_IsItsOwn()
    {
        var help = Help.Text(OperationsCommand.Command, OpsProgram.Everywhere);

        Assert.StartsWith("./ops operations [--limit N]", help, StringComparison.Ordinal);
        Assert.Contains("--since TIME", help, StringComparison.Ordinal);
        Assert.Contains("--org NAME", help, StringComparison.Ordinal);
        Assert.DoesNotContain("--key-file", help, StringComparison.Ordinal);
    }

    private static Invocation? Parse(params string[] arguments) => Invocation.Parse(arguments, OpsProgram.Commands, OpsProgram.Everywhere);
}
