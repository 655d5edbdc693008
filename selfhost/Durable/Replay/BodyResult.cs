using ClickDeploy.SelfHost.Durable.History;

namespace ClickDeploy.SelfHost.Durable.Replay;

/// <summary>How an orchestrator's body ended. <paramref name="AtOnce"/>: the instance does not wait for what is open.</summary>
internal sealed record BodyResult(string? Output, Failure? Failure, bool AtOnce);
