namespace ClickDeploy.Functions.Health;

/// <summary>Asks one thing that the platform depends on how it is. Register any number of them.</summary>
public interface IReadyCheck
{
    string Name { get; }

    /// <summary>How it is now. May throw or take long: then it counts as down.</summary>
    Task<Readiness> Check(CancellationToken cancellation);
}

/// <summary>How a dependency is. Where it is down <paramref name="Detail"/> says what is wrong and <paramref name="Fix"/> how to mend it.</summary>
public sealed record Readiness(bool Up, string? Detail = null, string? Fix = null)
{
    public static Readiness Fine { get; } = new(true);
}
