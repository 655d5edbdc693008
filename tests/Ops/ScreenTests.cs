using System.Text.Json;
using ClickDeploy.Ops;
using ClickDeploy.Ops.Commands;

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
        LogLines.Text(JsonSerializer.SerializeToElement(new { timestamp = "2026-01-02T12:30:00.25Z", message = "hello", truncated = true }), "stdout"));
}
