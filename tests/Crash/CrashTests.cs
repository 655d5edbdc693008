using System.Globalization;
using ClickDeploy.Tests.Platform;

namespace ClickDeploy.Tests.Crash;

/// <summary>
/// The platform is really killed, at sampled borders of an operation and at random times; <c>tests/crash.sh</c> runs more of it.
/// CRASH_RUNS, CRASH_NODE_RUNS and CRASH_SEED say how many and where, CRASH_ONLY one case alone, CRASH_STORAGE=azurite that they run on Azurite; CRASH_REPORT gets the report as it comes.
/// </summary>
[Trait("Speed", "Slow")]
[Collection(nameof(RealPlatform)), Trait("Lane", "one")]
public sealed class CrashTests
{
    private readonly List<string> _report = [];

    [Fact]
    public Task Kill_DuringADeploymentWithoutABuild_EndsAsIfNothingHadBeen() => Run("CRASH_RUNS", 60, node: false);

    [Fact]
    public Task Kill_DuringADeploymentWithABuild_EndsAsIfNothingHadBeen() => Run("CRASH_NODE_RUNS", 5, node: true);

    [Theory]
    [InlineData("first:3")]
    [InlineData("second@350")]
    [InlineData("delete:1")]
    [InlineData("rollback:20")]
    [InlineData("died:12")]
    [InlineData("cancel:117 node")]
    public void Case_AsText_IsReadBack(string text) => Assert.Equal(text, CrashCase.Parse(text).ToString());

    [Fact]
    public void Sample_SameSeed_IsTheSameAndReachesAllParts()
    {
        var measured = new CrashMeasure(Enum.GetValues<CrashScene>().ToDictionary(scene => scene, scene => (100 * (1 + (int)scene), 1000)));

        var sample = CrashCase.Sample(60, 7, measured);

        Assert.Equal(sample, CrashCase.Sample(60, 7, measured));
        Assert.NotEqual(sample, CrashCase.Sample(60, 8, measured));
        Assert.All(sample, one => Assert.InRange(one.Border ?? 1, 1, measured.Of(one.Scene).Borders));
        Assert.Equal([18, 13, 4, 4, 5, 4, 4, 4, 4], sample.GroupBy(one => one.Scene).OrderBy(scene => scene.Key).Select(scene => scene.Count()));
        foreach (var scene in (CrashScene[])[CrashScene.First, CrashScene.Second])
            Assert.InRange(sample.Where(one => one.Scene == scene && one.Border is not null).Select(one => (one.Border - 1) * 8 / measured.Of(scene).Borders).Distinct().Count(), 6, 8);
    }

    private async Task Run(string runs, int otherwise, bool node)
    {
        var (count, seed) = (Setting(runs, otherwise), Setting("CRASH_SEED", 1));
        using var matrix = new CrashMatrix(Say, Environment.GetEnvironmentVariable("CRASH_STORAGE") == "azurite");
        if (Environment.GetEnvironmentVariable("CRASH_ONLY") is { Length: > 0 } only)
        {
            await matrix.Run([CrashCase.Parse(only)]);
        }
        else
        {
            var measured = await matrix.Measure(CrashCase.ScenesOf(count), node);
            Say($"seed {seed}: {measured}");
            await matrix.Run(CrashCase.Sample(count, seed, measured, node));
        }

        Assert.True(matrix.Failures == 0, string.Join('\n', _report.Where(line => !line.StartsWith("ok ", StringComparison.Ordinal))));
    }

    private void Say(string line)
    {
        lock (_report)
        {
            _report.Add(line);
            if (Environment.GetEnvironmentVariable("CRASH_REPORT") is { Length: > 0 } file)
                File.AppendAllText(file, line + "\n");
        }
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
