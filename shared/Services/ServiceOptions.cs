using System.ComponentModel.DataAnnotations;

namespace ClickDeploy.Services;

public sealed class ServiceOptions
{
    /// <summary>Services that a project may have. Their rows, with those that go with them, still fit into one batch.</summary>
    [Range(1, 100)]
    public int MaxServices { get; set; } = 50;
}
