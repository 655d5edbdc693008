namespace ClickDeploy.Storage;

/// <summary>
/// The properties of a row: at most 250, names <c>^[A-Za-z_][A-Za-z0-9_]{0,254}$</c> but PartitionKey, RowKey, Timestamp and
/// what begins with two underscores. Values: string (any) and byte[] of at most 64 KiB (strings counted in UTF-16), int, long, double, bool, Guid,
/// DateTimeOffset (UTC, ticks kept, from 1601). A null is a property that is not there.
/// </summary>
public sealed class RowData : Dictionary<string, object?>
{
    public RowData()
        : base(StringComparer.Ordinal)
    {
    }

    public RowData(IEnumerable<KeyValuePair<string, object?>> properties)
        : base(properties, StringComparer.Ordinal)
    {
    }

    public string? Text(string name) => (string?)this.GetValueOrDefault(name);

    public byte[]? Bytes(string name) => (byte[]?)this.GetValueOrDefault(name);

    public int? Int32(string name) => (int?)this.GetValueOrDefault(name);

    public long? Int64(string name) => (long?)this.GetValueOrDefault(name);

    public double? Double(string name) => (double?)this.GetValueOrDefault(name);

    public bool? Boolean(string name) => (bool?)this.GetValueOrDefault(name);

    public Guid? Guid(string name) => (Guid?)this.GetValueOrDefault(name);

    public DateTimeOffset? Time(string name) => (DateTimeOffset?)this.GetValueOrDefault(name);
}
