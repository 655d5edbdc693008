namespace ClickDeploy.Storage;

/// <summary>Where the platform keeps its state: the settings <c>DATABASE_URL</c>, <c>AzureWebJobsStorage</c> and <c>DATA_DIR</c>, in this order.</summary>
public sealed class StorageOptions
{
    /// <summary><c>DATABASE_URL</c>: where the embedded store is, as <c>sqlite:///absolute/path</c>; clickdeploy.db in DATA_DIR if neither this nor AzureWebJobsStorage is set.</summary>
    public string? DatabaseUrl { get; set; }

    /// <summary><c>AzureWebJobsStorage</c>: Azurite or Azure Storage instead of the embedded store: a connection string with an account key, or <c>UseDevelopmentStorage=true</c>.</summary>
    public string? AzureWebJobsStorage { get; set; }

    /// <summary><c>DATA_DIR</c>: the folder of <c>clickdeploy.db</c> when neither of the two is set.</summary>
    public string? DataDir { get; set; }
}
