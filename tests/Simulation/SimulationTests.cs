using ClickDeploy.Tests.Simulation.World;

namespace ClickDeploy.Tests.Simulation;

/// <summary>Seeds of the simulated world. <c>SIM_SEED</c> and <c>SIM_COUNT</c> choose which (tests/simulate.sh sets them).</summary>
public sealed class SimulationTests
{
    private const int Seeds = 300;

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Seeds_WhateverHappens_NothingIsLostDoubledOrStuck()
    {
        var first = Number("SIM_SEED", 1);
        var count = Number("SIM_COUNT", Seeds);
        var failed = new List<string>();
        var tally = new SimTally();
        for (var seed = first; seed < first + count && failed.Count < 5; seed++)
        {
            await using var world = new SimWorld(seed);
            var wrong = world.Run();
            tally += world.Tally;
            if (wrong.Count > 0)
            {
                failed.Add($"seed {seed} (run it again: tests/simulate.sh 1 {seed}):\n  {string.Join("\n  ", wrong.Take(10))}");
            }
        }

        if (Environment.GetEnvironmentVariable("SIM_REPORT") is { Length: > 0 } report)
        {
            await File.WriteAllTextAsync(report, $"{count} seeds from {first}: {failed.Count} failed; {tally}\n");
        }

        Assert.True(failed.Count == 0, string.Join('\n', failed));
        // A simulation in which nothing happens proves nothing.
        Assert.True(
            count < Seeds || (tally.Steps > 10 * count && tally.Kills > count / 2 && tally.TakeOvers > count / 2 && tally is { Rewinds: > 50, Restarts: > 50, Purges: > 50 }),
            $"{count} seeds: {tally}");
    }

    private static int Number(string variable, int otherwise)
        => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : otherwise;
}
