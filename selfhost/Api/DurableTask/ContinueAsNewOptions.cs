namespace Microsoft.DurableTask;

public class ContinueAsNewOptions
{
    public object? NewInput { get; set; }

    public bool PreserveUnprocessedEvents { get; set; } = true;

    /// <summary>The version of the next generation: how an orchestration without end comes to new code. Null or empty: it keeps its own.</summary>
    public string? NewVersion { get; set; }
}
