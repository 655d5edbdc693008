namespace ClickDeploy.Core;

/// <summary>A value that must not be shown: printing it, interpolating it or logging it gives dots. No serialiser reads it.</summary>
public sealed class Sensitive<T>(T value)
{
    /// <summary>The value, for the one place that hands it on.</summary>
    public T Reveal() => value;

    public override string ToString() => "••••••";
}
