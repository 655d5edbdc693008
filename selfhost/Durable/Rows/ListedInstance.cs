using System.Globalization;

namespace ClickDeploy.SelfHost.Durable.Rows;

/// <summary>A row of the listing: an execution of that id was begun then.</summary>
internal sealed record ListedInstance(string Instance, DateTimeOffset CreatedAt)
{
    private const int TicksLength = 19;

    /// <summary>Where it stands among all.</summary>
    public string Place => Keys.Created(CreatedAt, Instance);

    /// <param name="place">Its ticks alone are one too: before all of that time.</param>
    /// <exception cref="FormatException">It is no place.</exception>
    public static ListedInstance At(string place) =>
        place.Length >= TicksLength && long.TryParse(place.AsSpan(0, TicksLength), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
            ? new(place.Length > TicksLength ? place[(TicksLength + 1)..] : "", new DateTimeOffset(ticks, TimeSpan.Zero))
            : throw new FormatException($"'{place}' is no continuation token of this list. Use the one of the page before, or none to begin again.");
}
