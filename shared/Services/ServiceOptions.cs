namespace ClickDeploy.Services;

public sealed class ServiceOptions
{
    /// <summary>MAX_SERVICES: Services that a project may have. Their rows, with those that go with them, still fit into one batch.</summary>
    public int MaxServices { get; set; } = 50;
}
