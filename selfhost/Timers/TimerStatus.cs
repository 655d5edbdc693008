using ClickDeploy.Storage;

namespace ClickDeploy.SelfHost.Timers;

/// <summary>The row of one timer: when it fired last, when it is due next, and who is at it.</summary>
internal sealed record TimerStatus
{
    private const int Schema = 1;

    /// <summary>The due time that was fired last; null before the first.</summary>
    public DateTime? Last { get; init; }

    public required DateTime Next { get; init; }

    public required DateTime Updated { get; init; }

    /// <summary>The schedule that <see cref="Next"/> was reckoned by.</summary>
    public required string Schedule { get; init; }

    /// <summary>Whose firing the last one is: a repeated write knows itself by it.</summary>
    public Guid Claim { get; init; }

    public Guid Holder { get; init; }

    /// <summary>Until then nobody but the holder fires; prolonged while the function runs.</summary>
    public DateTime? BusyUntil { get; init; }

    public static TimerStatus Of(RowData data) => new()
    {
        Last = data.Time("last")?.UtcDateTime,
        Next = data.Time("next")!.Value.UtcDateTime,
        Updated = data.Time("updated")!.Value.UtcDateTime,
        Schedule = data.Text("schedule")!,
        Claim = data.Guid("claim")!.Value,
        Holder = data.Guid("holder")!.Value,
        BusyUntil = data.Time("busy_until")?.UtcDateTime,
    };

    public RowData ToData() => new()
    {
        ["schema"] = Schema,
        ["last"] = Stored(Last),
        ["next"] = Stored(Next),
        ["updated"] = Stored(Updated),
        ["schedule"] = Schedule,
        ["claim"] = Claim,
        ["holder"] = Holder,
        ["busy_until"] = Stored(BusyUntil),
    };

    private static DateTimeOffset? Stored(DateTime? time) => time is { } value ? new DateTimeOffset(value, TimeSpan.Zero) : null;
}
