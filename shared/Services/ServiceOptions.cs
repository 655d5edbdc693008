using System.ComponentModel.DataAnnotations;

namespace ClickDeploy.Services;

public sealed class ServiceOptions
{
    /// <summary>MAX_SERVICES: Services that a project may have. Their rows, with those that go with them, still fit into one batch.</summary>
    [Range(1, 100, ErrorMessage = "MAX_SERVICES is out of range: set it to a number from 1 to 100.")]
    public int MaxServices { get; set; } = 50;
}
