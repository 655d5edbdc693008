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
        var steps = 0;
        var kills = 0;
        var rewinds = 0;
        for (var seed = first; seed < first + count && failed.Count < 5; seed++)
        {
            await using var world = new SimWorld(seed);
            var wrong = world.Run();
            steps += world.Checker.Steps;
            kills += world.Kills;
            rewinds += world.Rewinds;
            if (wrong.Count > 0)
            {
                failed.Add($"seed {seed} (run it again: tests/simulate.sh 1 {seed}):\n  {string.Join("\n  ", wrong.Take(10))}");
            }
        }

        Assert.True(failed.Count == 0, string.Join('\n', failed));
        // A simulation in which nothing happens proves nothing.
        Assert.True(count < Seeds || (steps > 10 * count && kills > count / 2 && rewinds > count / 4), $"{steps} steps, {kills} kills and {rewinds} rewinds in {count} seeds");
    }

    private static int Number(string variable, int otherwise)
        => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : otherwise;
}
