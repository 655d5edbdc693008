using ClickDeploy.Tests.Simulation.World;

namespace ClickDeploy.Tests.SelfHost.Durable;

/// <summary>A store that answers nothing while it is on.</summary>
internal sealed class Outage : SimFaults
{
    public bool IsOn { get; set; }

    /// <summary>These calls alone.</summary>
    public Func<string, bool> Hits { get; init; } = _ => true;

    /// <summary>How many calls it has hit.</summary>
    public int Count { get; private set; }

    public bool IsArmed { get; set; }

    /// <summary>When armed, the answer to the next commit of this is lost, and the outage begins.</summary>
    public string Loses { get; init; } = "";

    public override bool FailsBefore(string call)
    {
        var hits = IsOn && Hits(call);
        Count += hits ? 1 : 0;
        return hits;
    }

    public override bool LosesAnswer(string call)
    {
        if (!IsArmed || !call.StartsWith("Commit", StringComparison.Ordinal) || !call.Contains(Loses, StringComparison.Ordinal))
        {
            return false;
        }

        (IsArmed, IsOn) = (false, true);
        return true;
    }
}
