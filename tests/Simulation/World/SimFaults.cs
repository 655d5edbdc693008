namespace ClickDeploy.Tests.Simulation.World;

/// <summary>What may happen at a call of the store: decided by the seed, or by a test.</summary>
public class SimFaults
{
    /// <summary>No call fails, none takes time.</summary>
    public static SimFaults None { get; } = new();

    /// <summary>How long the call waits before its effect; null: it only lets others go first.</summary>
    public virtual TimeSpan? Delay() => null;

    /// <summary>The call fails and has no effect.</summary>
    public virtual bool FailsBefore(string call) => false;

    /// <summary>The call has its effect and its answer is lost.</summary>
    public virtual bool LosesAnswer(string call) => false;

    /// <summary>The process dies here, just before or just after the effect.</summary>
    public virtual bool Kills(string border) => false;
}

/// <summary>Faults by chance.</summary>
public sealed class SeededFaults(Random random, double outages, double lost, double delays, double kills) : SimFaults
{
    public bool IsQuiet { get; set; }

    public int KillsLeft { get; set; }

    public int Outages { get; private set; }

    public int LostAnswers { get; private set; }

    public int Delays { get; private set; }

    public override TimeSpan? Delay()
    {
        if (IsQuiet || random.NextDouble() >= delays)
        {
            return null;
        }

        Delays++;
        return TimeSpan.FromMilliseconds(random.Next(1, 400));
    }

    public override bool FailsBefore(string call)
    {
        var fails = !IsQuiet && random.NextDouble() < outages;
        Outages += fails ? 1 : 0;
        return fails;
    }

    public override bool LosesAnswer(string call)
    {
        var loses = !IsQuiet && random.NextDouble() < lost;
        LostAnswers += loses ? 1 : 0;
        return loses;
    }

    public override bool Kills(string border)
    {
        if (IsQuiet || KillsLeft == 0 || random.NextDouble() >= kills)
        {
            return false;
        }

        KillsLeft--;
        return true;
    }
}
