using System.Text.Json;
using ClickDeploy.Ops;
using ClickDeploy.Ops.Commands;
using Spectre.Console;

namespace ClickDeploy.Tests.Ops;

public sealed class ScreenTests
{
    private readonly StringWriter _output = new() { NewLine = "\n" };

    [Fact]
    public void Table_NoTerminal_AlignsItsColumns()
    {
        new Screen(_output, terminal: null, json: false).Table(["NAME", "STATE"], [["web", new Cell("live", Tone.Good)], ["a-long-name", ""]]);

        Assert.Equal("NAME         STATE\nweb          live\na-long-name\n", _output.ToString());
    }

    [Fact]
    public void Table_ThatFits_HasALineForEachRow()
    {
        IReadOnlyList<IReadOnlyList<Cell>> rows = [["a name of words", "一二三 😀", new string('x', 30)]];
        var width = Enumerable.Range(20, 200).First(width => On(width).Fits(["NAME", "STATE", "ID"], rows));
        On(width).Table(["NAME", "STATE", "ID"], rows);

        Assert.InRange(width, 54, 70);
        Assert.Contains(_output.ToString().Split('\n'), line => line.Contains("a name of words", StringComparison.Ordinal) && line.Contains("一二三 😀", StringComparison.Ordinal) && line.Contains(new string('x', 30), StringComparison.Ordinal));
    }

    [Fact]
    public void Json_Wanted_IsAllThatIsWritten()
    {
        var screen = new Screen(_output, terminal: null, json: true);
        screen.Line("for people");
        screen.Table(["NAME"], [["web"]]);
        screen.Json(JsonSerializer.SerializeToElement(new { id = 1 }));

        Assert.Equal("{\"id\":1}\n", _output.ToString());
    }

    [Theory]
    [InlineData("\u001B[31mred\u001B[0m", "red")]
    [InlineData("\u001B]0;title\u0007done", "done")]
    [InlineData("a\rb\u0000c\u009Bd\te", "a·b·c·d\te")]
    [InlineData("exe\u202Egpj", "exe·gpj")]
    [InlineData("größer 😀", "größer 😀")]
    public void Clean_TextOfStrangers_CannotChangeTheTerminal(string text, string clean) => Assert.Equal(clean, Words.Clean(text));

    [Fact]
    public void LogLine_Cut_SaysSo() => Assert.Equal(
        "12:30:00.250 stdout    hello … (cut)",
        LogLines.Text(JsonSerializer.SerializeToElement(new { timestamp = new DateTime(2026, 1, 2, 12, 30, 0, 250, DateTimeKind.Local).ToUniversalTime(), message = "hello", truncated = true }), "stdout"));

    private Screen On(int width)
    {
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(_output) });
        terminal.Profile.Width = width;
        return new(_output, terminal, json: false);
    }
}
