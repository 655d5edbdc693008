using System.Text;
using ClickDeploy.Processes;

namespace ClickDeploy.Tests.Shared.Processes;

public sealed class OutputFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Path => _folder.File("stdout");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void File_ThatIsMissing_IsEmpty()
    {
        Assert.Empty(OutputFile.Tail(Path, 10));
        Assert.Empty(OutputFile.ReadHead(Path, 0, 10, 10));
        OutputFile.Trim(Path, OutputKeep.Tail, 10);
    }

    [Theory]
    [InlineData("", 5)]
    [InlineData("a", 5, "a")]
    [InlineData("a\n", 5, "a")]
    [InlineData("a\n\nb\n", 5, "a", "", "b")]
    [InlineData("a\nb\nc", 2, "b", "c")]
    [InlineData("a\nb\nc\n", 1, "c")]
    [InlineData("a\r\nb\r\n", 5, "a", "b")]
    [InlineData("a\n", 0)]
    public void Tail_OfText_IsItsLastLines(string text, int lines, params string[] expected)
    {
        File.WriteAllText(Path, text);

        Assert.Equal(expected, OutputFile.Tail(Path, lines));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(200)]
    [InlineData(5000)]
    public void Tail_OfManyLinesOfAnyLength_IsExact(int lines)
    {
        var random = new Random(lines);
        var all = Enumerable.Range(0, 5000).Select(number => $"{number} {new string('ü', random.Next(300))}").ToList();
        File.WriteAllLines(Path, all);

        Assert.Equal(all.TakeLast(lines), OutputFile.Tail(Path, lines));
    }

    [Fact]
    public void Tail_OfALongLine_IsCutBetweenCharacters()
    {
        File.WriteAllText(Path, "x" + new string('ü', 10_000) + "\n");

        var line = OutputFile.Tail(Path, 1).Single();
        Assert.Equal("x" + new string('ü', 4095), line);
    }

    [Fact]
    public void Trim_OfTheTail_FreesTheStartAndKeepsOffsets()
    {
        File.WriteAllText(Path, string.Concat(Enumerable.Range(0, 100_000).Select(number => $"line {number:D6}\n")));
        var (length, before) = (new FileInfo(Path).Length, Allocated());

        OutputFile.Trim(Path, OutputKeep.Tail, 100_000);

        Assert.Equal(length, new FileInfo(Path).Length);
        Assert.True(Allocated() < before / 4, $"{before} KiB were not given back, {Allocated()} KiB are left.");
        Assert.Equal("line 099999", OutputFile.Tail(Path, 1).Single());
        // Of what was cut in the middle only whole lines are shown, and no zeros.
        var kept = OutputFile.Tail(Path, 100_000);
        Assert.Equal(Enumerable.Range(0, kept.Count).Select(index => $"line {100_000 - kept.Count + index:D6}"), kept);
        Assert.InRange(kept.Count, 8300, 8334);
    }

    [Fact]
    public void ReadHead_InPages_IsTheKeptTextAndItsNote()
    {
        File.WriteAllText(Path, new string('x', 5000));

        foreach (var page in new[] { 1, 7, 999, 10_000 })
        {
            var all = new List<byte>();
            while (OutputFile.ReadHead(Path, all.Count, page, 1000) is { Length: > 0 } read)
                all.AddRange(read);
            Assert.Equal(new string('x', 1000) + "\n[output beyond 1000 bytes was not kept]\n", Encoding.UTF8.GetString([.. all]));
        }
    }

    [Fact]
    public void ReadHead_WithinTheLimit_HasNoNote()
    {
        File.WriteAllText(Path, "hello");

        Assert.Equal("hello", Encoding.UTF8.GetString(OutputFile.ReadHead(Path, 0, 100, 5)));
        Assert.Equal("lo", Encoding.UTF8.GetString(OutputFile.ReadHead(Path, 3, 100, 5)));
        Assert.Empty(OutputFile.ReadHead(Path, 5, 100, 5));
        Assert.Empty(OutputFile.ReadHead(Path, 50, 100, 5));
    }

    private long Allocated() => DiskUse.Kibibytes(Path);
}
