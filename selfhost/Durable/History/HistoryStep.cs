namespace ClickDeploy.SelfHost.Durable.History;

/// <summary>What one commit added to a history.</summary>
/// <param name="At">The turn's time: what the body sees as the current time.</param>
/// <param name="Turn">False when the body did not run (it has not started yet): the next turn receives these events first.</param>
/// <param name="CustomStatus">What the body said of itself in this turn, as JSON, where that was news. Nothing depends on it: it lets people see what was said when.</param>
internal sealed record HistoryStep(DateTime At, bool Turn, IReadOnlyList<HistoryEvent> Received, IReadOnlyList<HistoryEvent> Decided, string? CustomStatus = null);
