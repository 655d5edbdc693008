using Microsoft.DurableTask;

namespace ClickDeploy.SelfHost.Durable.Replay;

/// <summary>What an orchestration is before its first turn.</summary>
internal sealed record OrchestrationStart(string Name, string Instance, string Execution, string? Input, ParentOrchestrationInstance? Parent, string? Trace = null, string? Version = null, IReadOnlyDictionary<string, string>? Tags = null);
