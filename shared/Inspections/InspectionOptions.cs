namespace ClickDeploy.Inspections;

public sealed class InspectionOptions
{
    /// <summary>MAX_INSPECTIONS: Repositories that a user may have looked at at the same time.</summary>
    public int MaxPerUser { get; set; } = 3;

    /// <summary>INSPECTION_KEPT_SECONDS: How long the answer can be read again.</summary>
    public TimeSpan Kept { get; set; } = TimeSpan.FromMinutes(10);
}
