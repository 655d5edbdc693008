using ClickDeploy.SelfHost.Durable.History;

namespace ClickDeploy.SelfHost.Durable.Replay;

/// <summary>How an orchestrator's body ended. <paramref name="AtOnce"/>: the instance does not wait for what is open.</summary>
/// <param name="Carries">It continues as new, with <paramref name="Output"/> as its input: whether unread events go along. Null: it ends.</param>
/// <param name="NewVersion">The next generation's version, where it changes.</param>
internal sealed record BodyResult(string? Output, Failure? Failure, bool AtOnce, bool? Carries = null, string? NewVersion = null);
