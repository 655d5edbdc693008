namespace ClickDeploy.Storage.Azure;

/// <summary>Addresses and filters of tables, encoded.</summary>
internal static class TableUri
{
    public static string Entity(string table, string partition, string key) =>
        $"/{table}(PartitionKey={Literal(partition)},RowKey={Literal(key)})";

    /// <param name="next">The continuation that the last page gave, or null for the first.</param>
    public static string Query(string table, string partition, KeyRange range, int top, (string? Partition, string? Row)? next)
    {
        var filter = $"PartitionKey eq {Quoted(partition)}";
        if (range.From is not null)
            filter += $" and RowKey ge {Quoted(Bound(range.From))}";
        if (range.Below is not null)
            filter += $" and RowKey lt {Quoted(Bound(range.Below))}";
        var uri = $"/{table}()?$filter={Uri.EscapeDataString(filter)}&$top={top}";
        if (next?.Partition is { } nextPartition)
            uri += $"&NextPartitionKey={Uri.EscapeDataString(nextPartition)}";
        if (next?.Row is { } nextRow)
            uri += $"&NextRowKey={Uri.EscapeDataString(nextRow)}";
        return uri;
    }

    /// <summary>
    /// The least well-formed text that is not below <paramref name="bound"/>: a bound may end in half a surrogate pair, which UTF-8 cannot
    /// carry. Keys are well-formed, so that the same keys are on either side.
    /// </summary>
    public static string Bound(string bound)
    {
        for (var i = 0; i < bound.Length; i++)
        {
            if (!char.IsSurrogate(bound[i]))
                continue;
            if (char.IsLowSurrogate(bound[i]))
                return bound[..i] + '\uE000';
            if (i + 1 < bound.Length && char.IsLowSurrogate(bound[i + 1]))
            {
                i++;
                continue;
            }

            var above = i + 1 < bound.Length && bound[i + 1] > '\uDFFF';
            return !above ? bound[..(i + 1)] + '\uDC00'
                : bound[i] < '\uDBFF' ? bound[..i] + (char)(bound[i] + 1) + '\uDC00'
                : bound[..i] + '\uE000';
        }

        return bound;
    }

    private static string Literal(string key) => Uri.EscapeDataString(Quoted(key));

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
