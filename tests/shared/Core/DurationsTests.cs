using ClickDeploy.Core;

namespace ClickDeploy.Tests.Shared.Core;

public sealed class DurationsTests
{
    [Fact]
    public void Percentile_OfOneToAHundredMilliseconds_IsNearTheTrueOne()
    {
        var durations = Of(Enumerable.Range(1, 100).Select(n => n / 1000.0));

        Assert.InRange(durations.Percentile(0.5)!.Value, 0.045, 0.055);
        Assert.InRange(durations.Percentile(0.95)!.Value, 0.085, 0.105);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.00003)]
    [InlineData(0.0007)]
    [InlineData(0.02)]
    [InlineData(1)]
    [InlineData(70)]
    public void Percentile_OfOneDuration_IsWithinAQuarterOfIt(double seconds) =>
        Assert.InRange(Of([seconds]).Percentile(0.95)!.Value, Math.Max(seconds, 0.0001) * 0.75, Math.Max(seconds, 0.0001) * 1.26);

    [Fact]
    public void Percentile_OfNothing_IsNone() => Assert.Null(new Durations().Percentile(0.5));

    [Fact]
    public void Add_OfTwo_IsWhatBothSaw_WhichTheMeanOfTheirPercentilesIsNot()
    {
        var many = Of(Enumerable.Repeat(0.01, 900));
        many.Add(Of(Enumerable.Repeat(1.0, 100)));

        Assert.InRange(many.Percentile(0.5)!.Value, 0.0075, 0.0126);
        Assert.InRange(many.Percentile(0.95)!.Value, 0.75, 1.26);
        Assert.Equal(1000, many.Count);
    }

    [Fact]
    public void Write_AndRead_IsTheSame()
    {
        var bytes = new List<byte>();
        Of([0.001, 0.002, 9999]).Write(bytes);
        new Durations().Write(bytes);
        ReadOnlySpan<byte> written = [.. bytes];

        var read = Durations.Read(ref written);
        var empty = Durations.Read(ref written);

        Assert.Equal((3, 0, 0), (read.Count, empty.Count, written.Length));
        Assert.Equal(Of([0.001, 0.002, 9999]).Percentile(0.5), read.Percentile(0.5));
    }

    private static Durations Of(IEnumerable<double> seconds)
    {
        var durations = new Durations();
        foreach (var one in seconds)
            durations.Add(one);
        return durations;
    }
}
