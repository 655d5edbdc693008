namespace ClickDeploy.SelfHost.Durable.Traces;

/// <summary>A wait for an event. <paramref name="Number"/> counts those of an execution in the order in which its body opens them, the same at each replay.</summary>
internal sealed record EventWait(int Number, string Name, DateTime At);
