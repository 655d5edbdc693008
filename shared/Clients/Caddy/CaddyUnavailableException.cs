namespace ClickDeploy.Clients.Caddy;

/// <summary>Caddy's admin API does not answer, or refuses our configuration. The message is a sentence that says which.</summary>
public sealed class CaddyUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
