namespace ClickDeploy.Core;

/// <summary>Row keys that put the newest first: tables only read upwards.</summary>
public static class NewestFirst
{
    /// <summary>The ticks that are left until the end of time, 19 digits.</summary>
    public static string Key(DateTimeOffset time) => (DateTimeOffset.MaxValue.UtcTicks - time.UtcTicks).ToString("D19", System.Globalization.CultureInfo.InvariantCulture);
}
