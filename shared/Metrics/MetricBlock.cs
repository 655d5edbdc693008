using System.Runtime.InteropServices;
using ClickDeploy.Core;
using ClickDeploy.Storage;

namespace ClickDeploy.Metrics;

/// <summary>The points of one row, NaN where there are none.</summary>
internal sealed class MetricBlock(MetricStep step, DateTimeOffset start)
{
    private static readonly int Width = Enum.GetValues<MetricName>().Length;
    private readonly float[] _values = Enumerable.Repeat(float.NaN, step.Points * Width).ToArray();

    private readonly Durations?[] _durations = new Durations?[step.Points];

    public DateTimeOffset Start => start;

    public RowChange Change
    {
        get
        {
            var data = new RowData { ["start"] = start, ["width"] = Width, ["values"] = MemoryMarshal.AsBytes(_values.AsSpan()).ToArray() };
            if (_durations.Any(durations => durations is not null))
            {
                data["durations"] = WrittenDurations();
            }

            return new RowChange.Upsert(step.RowOf(start), data);
        }
    }

    /// <summary>A row as it was written, maybe with fewer series; null: it is of another time, or none.</summary>
    public static MetricBlock? Read(MetricStep step, Row? row)
    {
        if (row?.Data.Time("start") is not { } start || row.Data.Int32("width") is not { } width || row.Data.Bytes("values") is not { } bytes)
        {
            return null;
        }

        var block = new MetricBlock(step, start);
        var values = MemoryMarshal.Cast<byte, float>(bytes);
        for (var slot = 0; slot < step.Points; slot++)
        {
            values.Slice(slot * width, Math.Min(width, Width)).CopyTo(block._values.AsSpan(slot * Width));
        }

        block.ReadDurations(row.Data.Bytes("durations"));
        return block;
    }

    public void Set(int slot, MetricPoint point)
    {
        for (var index = 0; index < point.Values.Count; index++)
        {
            _values[(slot * Width) + index] = point.Values[index];
        }

        _durations[slot] = point.Durations;
    }

    /// <summary>Those slots as one point: the mean of each number, and what all of them counted.</summary>
    public MetricPoint Merge(int first, int count) => new(start + (first * step.Every), Mean(first, count), Sum(first, count));

    public IEnumerable<MetricPoint> Points()
    {
        for (var slot = 0; slot < step.Points; slot++)
        {
            yield return new(start + (slot * step.Every), _values[(slot * Width)..((slot + 1) * Width)], _durations[slot]);
        }
    }

    // Of what is known.
    private float[] Mean(int first, int count)
    {
        var means = new float[Width];
        for (var index = 0; index < Width; index++)
        {
            var known = Enumerable.Range(first, count).Select(slot => _values[(slot * Width) + index]).Where(value => !float.IsNaN(value)).ToList();
            means[index] = known.Count == 0 ? float.NaN : known.Average();
        }

        return means;
    }

    private Durations? Sum(int first, int count)
    {
        Durations? sum = null;
        foreach (var durations in _durations.AsSpan(first, count))
        {
            if (durations is not null)
            {
                (sum ??= new()).Add(durations);
            }
        }

        return sum;
    }

    // One after the other, those that there are behind the number of their slot.
    private byte[] WrittenDurations()
    {
        var bytes = new List<byte>();
        for (var slot = 0; slot < step.Points; slot++)
        {
            if (_durations[slot] is { } durations)
            {
                bytes.Add((byte)slot);
                durations.Write(bytes);
            }
        }

        return [.. bytes];
    }

    private void ReadDurations(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var slot = bytes[0];
            bytes = bytes[1..];
            _durations[slot] = Durations.Read(ref bytes);
        }
    }
}
