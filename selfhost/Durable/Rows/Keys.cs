using System.Globalization;

namespace ClickDeploy.SelfHost.Durable.Rows;

/// <summary>The keys of README's two tables.</summary>
internal static class Keys
{
    public const string Instance = "i";
    public const string HistoryPrefix = "h|";
    public const string InboxPrefix = "m|";
    public const string OutboxPrefix = "o|";

    public const string Active = "active";
    public const string Days = "days";
    public const string DaysAreComplete = "complete";
    public const string HotPrefix = "hot|";
    public const string ParkedPrefix = "parked|";
    public const string PokePrefix = "poke|";

    public static string History(int n) => HistoryPrefix + n.ToString("D10", CultureInfo.InvariantCulture);

    public static string Inbox(string message) => InboxPrefix + message;

    public static string Outbox(int n) => OutboxPrefix + n.ToString("D10", CultureInfo.InvariantCulture);

    public static int Number(string key) => int.Parse(key.AsSpan(2), CultureInfo.InvariantCulture);

    public static string Hot(string instance, string execution) => $"{HotPrefix}{instance}|{execution}";

    public static string Parked(string instance, string execution) => $"{ParkedPrefix}{instance}|{execution}";

    public static string Poke(string instance) => PokePrefix + instance;

    public static string CreatedPartition(DateTimeOffset created) => CreatedPartition(Day(created));

    public static string CreatedPartition(string day) => "created|" + day;

    public static string Day(DateTimeOffset created) => created.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    public static string Created(DateTimeOffset created, string instance) => Ticks(created.UtcTicks) + "|" + instance;

    public static string Ticks(long ticks) => ticks.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>The folder of an execution's blobs; an instance called "." or ".." is no legal segment.</summary>
    public static string Blobs(string instance, string execution) => $"{BlobFolder(instance)}{execution}/";

    // A part of a blob's name does not end with a dot. No id begins with @, so that nobody else has this folder.
    public static string BlobFolder(string instance) => instance.EndsWith('.') ? $"@{instance}@/" : $"{instance}/";
}
