using ClickDeploy.Variables;

namespace ClickDeploy.Tests.Shared.Variables;

public sealed class DotEnvTests
{
    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("  export A = b  # comment", "b")]
    [InlineData("export\tA=b\r\n", "b")]
    [InlineData("\uFEFFA=b", "b")]
    [InlineData("# first\n\nA=b\n# last", "b")]
    [InlineData("A=", "")]
    [InlineData("A=\r\n", "")]
    [InlineData("A=pa$$word", "pa$$word")]
    [InlineData("A=a#b", "a#b")]
    [InlineData("A=#b", "#b")]
    [InlineData("A= # nothing yet", "")]
    [InlineData("A=a #b", "a")]
    [InlineData("A=it's \"so\"", "it's \"so\"")]
    [InlineData("A=b=c==", "b=c==")]
    [InlineData("A='a \\n $b # \"c\"'", "a \\n $b # \"c\"")]
    [InlineData("A=`it's \"so\"`", "it's \"so\"")]
    [InlineData("A=\"a\\nb\\t\\\"c\\\" \\\\ \\$d \\x $e\" # comment", "a\nb\t\"c\" \\ $d \\x $e")]
    [InlineData("A=\"one\ntwo\r\nthree\"", "one\ntwo\r\nthree")]
    [InlineData("A='one\ntwo'", "one\ntwo")]
    [InlineData("A=käse🧀", "käse🧀")]
    public void Read_OneVariable_GivesItsValue(string text, string value)
    {
        var (variables, faults) = DotEnv.Read(text);

        Assert.Empty(faults);
        var variable = Assert.Single(variables);
        Assert.Equal(("A", value), (variable.Key, variable.Value!.Reveal()));
    }

    [Fact]
    public void Read_ManyFaults_TellsEachWithItsLine()
    {
        var (_, faults) = DotEnv.Read("A=1\nno value\n1B=2\nPORT=3000\nA=2\nC='multi\nline' x\nD=\"open\nIFS=x\nE=\0");

        Assert.Equal(
            [("line 2", "no_value"), ("line 3", "invalid_key"), ("line 4", "reserved_key"), ("line 5", "duplicate_key"), ("line 7", "text_after_quote"), ("line 8", "unclosed_quote"), ("line 9", "reserved_key"), ("line 10", "invalid_characters")],
            faults.Select(fault => (fault.Field, fault.Code)));
        Assert.All(faults, fault => Assert.StartsWith("Line ", fault.Message));
    }

    [Fact]
    public void Read_FaultInAValue_DoesNotRepeatIt() => Assert.DoesNotContain(DotEnv.Read("A='hunter22' hunter22\nB=hunter22\0").Faults, fault => fault.Message.Contains("hunter22"));

    [Fact]
    public void Read_AnyText_EndsAndTellsLinesThatAreThere() => Assert.All(Texts(1), text =>
    {
        var (variables, faults) = DotEnv.Read(text);
        var lines = text.Count(character => character == '\n') + 1;
        Assert.True(variables.Count <= lines);
        Assert.All(faults, fault => Assert.InRange(int.Parse(fault.Field.AsSpan(5)), 1, lines));
    });

    [Fact]
    public void Of_AnyValue_IsReadBackAsItWas() => Assert.All(Texts(2), value =>
    {
        var written = DotEnvText.Of(new VariableSet(1, [new("A", new(value), false, default), new("B", new("b"), false, default)]));
        var (variables, faults) = DotEnv.Read(written);
        Assert.Empty(faults);
        Assert.Equal([value, "b"], variables.Select(variable => variable.Value!.Reveal()));
    });

    [Fact]
    public void Of_Secrets_NamesThemOnly() => Assert.Equal("# A is a secret and stays here\n", DotEnvText.Of(new VariableSet(1, [new("A", new("hunter22"), true, default)])));

    // Made of what matters to the reader.
    private static IEnumerable<string> Texts(int seed)
    {
        string[] parts = ["A", "=", "'", "\"", "`", "\\", "$", "#", " ", "\t", "\n", "\r", "export ", "ä", "🧀", "\u0001", "\uFEFF", "x1"];
        var random = new Random(seed);
        return Enumerable.Range(0, 3_000).Select(_ => string.Concat(random.GetItems(parts, random.Next(30))));
    }
}
