namespace ClickDeploy.Functions.Limits;

/// <summary>How much a user, or an address, may ask for.</summary>
public sealed class RateLimitOptions
{
    /// <summary>RATE_LIMIT_REQUESTS: requests in a window. Null: there is no limit, as in development mode unless it is set.</summary>
    public int? Requests { get; set; }

    /// <summary>RATE_LIMIT_WINDOW: seconds.</summary>
    public double WindowSeconds { get; set; } = 60;

    /// <summary>How many may come at once.</summary>
    public int Burst { get; set; } = 200;
}
