namespace ClickDeploy.Storage;

/// <summary>The store gave no answer, or said that it cannot serve now. The effect of the call is unknown; repeating it is safe.</summary>
public sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>There is no room for what was to be written.</summary>
    public bool IsFull { get; init; }
}
