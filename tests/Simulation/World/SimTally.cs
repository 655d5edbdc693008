namespace ClickDeploy.Tests.Simulation.World;

/// <summary>What happened in a world, or in many.</summary>
public readonly record struct SimTally(
    int Steps, int Kills, int Stops, int TakeOvers, int Outages, int LostAnswers, int Delays, int Rewinds, int Restarts, int Purges)
{
    public static SimTally operator +(SimTally a, SimTally b) => new(
        a.Steps + b.Steps,
        a.Kills + b.Kills,
        a.Stops + b.Stops,
        a.TakeOvers + b.TakeOvers,
        a.Outages + b.Outages,
        a.LostAnswers + b.LostAnswers,
        a.Delays + b.Delays,
        a.Rewinds + b.Rewinds,
        a.Restarts + b.Restarts,
        a.Purges + b.Purges);

    public override string ToString() =>
        $"{Steps} steps; {Kills} kills, {Stops} stops, {TakeOvers} takeovers, {Outages} outages, {LostAnswers} lost answers, {Delays} delays; {Rewinds} rewinds, {Restarts} restarts, {Purges} purges";
}
