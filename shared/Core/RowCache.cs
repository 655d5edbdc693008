using System.Collections.Concurrent;
using ClickDeploy.Storage;

namespace ClickDeploy.Core;

/// <summary>
/// What rows held when they were read last, so that a row that has not changed is not parsed again. The row itself is always read: its ETag says whether
/// it is the same. For objects that nobody changes.
/// </summary>
public sealed class RowCache<T>
    where T : class
{
    // Of a few kilobytes each. Beyond them all are dropped: who has more than these in use at once parses as before.
    private const int Most = 2_000;
    private readonly ConcurrentDictionary<(string Partition, string Key), (string ETag, T Value)> _known = new();

    public T Read(Row row)
    {
        var place = (row.Partition, row.Key);
        if (_known.TryGetValue(place, out var known) && known.ETag == row.ETag)
        {
            return known.Value;
        }

        var value = JsonRow.Read<T>(row);
        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        _known[place] = (row.ETag, value);
        return value;
    }
}
