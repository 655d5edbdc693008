namespace ClickDeploy.Metrics;

/// <summary>
/// A fineness in which numbers are kept, in rows that are used again in turn: storage does not grow with time. A row holds the numbers of
/// <paramref name="Block"/>; there are <paramref name="Rows"/> of them, one more than are shown, since the newest is not full.
/// </summary>
public sealed record MetricStep(string Key, TimeSpan Every, TimeSpan Block, int Rows)
{
    public static MetricStep Fine { get; } = new("f", TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), 61);

    public static MetricStep Minute { get; } = new("m", TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), 25);

    public static MetricStep Quarter { get; } = new("q", TimeSpan.FromMinutes(15), TimeSpan.FromDays(1), 31);

    /// <summary>Points of a row.</summary>
    public int Points => (int)(Block / Every);

    public DateTimeOffset StartOf(DateTimeOffset time) => Floor(time, Block);

    public string RowOf(DateTimeOffset start) => $"{Key}|{start.UtcTicks / Block.Ticks % Rows:D2}";

    public int SlotOf(DateTimeOffset time) => (int)((time - StartOf(time)).Ticks / Every.Ticks);

    public static DateTimeOffset Floor(DateTimeOffset time, TimeSpan unit) => new(time.UtcTicks / unit.Ticks * unit.Ticks, TimeSpan.Zero);
}
