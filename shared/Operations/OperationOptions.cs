using System.ComponentModel.DataAnnotations;

namespace ClickDeploy.Operations;

/// <summary>How long is known what was done.</summary>
public sealed class OperationOptions
{
    /// <summary>OPERATION_DAYS: how long an operation that is over stays, with its history. One that runs stays whatever its age.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan Kept { get; set; } = TimeSpan.FromDays(90);
}
