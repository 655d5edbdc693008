namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>This process does not hold the hub any more: what it holds in memory is dropped, the rows tell the next holder.</summary>
internal sealed class HubLostException() : Exception("The hub is held by another process, or the lease could not be renewed.");
