namespace ClickDeploy.Targets;

/// <summary>The target has no room now. The message is a sentence that says of what, and what frees some.</summary>
public sealed class NoRoomException(string message) : Exception(message);
