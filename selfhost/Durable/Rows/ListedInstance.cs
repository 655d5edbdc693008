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
    public static ListedInstance At(string place) => Read(place) ?? throw NoPlace(place);

    /// <summary>The last of a page: where somebody who has read that page goes on.</summary>
    /// <exception cref="FormatException">No page of ours ended so.</exception>
    public static ListedInstance Of(string token) =>
        Read(token) is { } last && last.Place == token && last.CreatedAt >= DateTimeOffset.UnixEpoch && InstanceId.IsValid(last.Instance) ? last : throw NoPlace(token);

    private static ListedInstance? Read(string place) =>
        place.Length >= TicksLength && long.TryParse(place.AsSpan(0, TicksLength), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
            ? new(place.Length > TicksLength ? place[(TicksLength + 1)..] : "", new DateTimeOffset(ticks, TimeSpan.Zero))
            : null;

    private static FormatException NoPlace(string text) => new($"'{text}' is no continuation token of this list. Use the one of the page before, or none to begin again.");
}
