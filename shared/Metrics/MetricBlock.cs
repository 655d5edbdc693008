using System.Runtime.InteropServices;
using ClickDeploy.Storage;

namespace ClickDeploy.Metrics;

/// <summary>The points of one row, NaN where there are none.</summary>
internal sealed class MetricBlock(MetricStep step, DateTimeOffset start)
{
    private static readonly int Width = Enum.GetValues<MetricName>().Length;
    private readonly float[] _values = Enumerable.Repeat(float.NaN, step.Points * Width).ToArray();

    public DateTimeOffset Start => start;

    public RowChange Change => new RowChange.Upsert(step.RowOf(start), new RowData { ["start"] = start, ["width"] = Width, ["values"] = MemoryMarshal.AsBytes(_values.AsSpan()).ToArray() });

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

        return block;
    }

    public void Set(int slot, IReadOnlyList<float> values)
    {
        for (var index = 0; index < values.Count; index++)
        {
            _values[(slot * Width) + index] = values[index];
        }
    }

    /// <summary>The mean of what is known of those slots.</summary>
    public IReadOnlyList<float> Mean(int first, int count)
    {
        var means = new float[Width];
        for (var index = 0; index < Width; index++)
        {
            var known = Enumerable.Range(first, count).Select(slot => _values[(slot * Width) + index]).Where(value => !float.IsNaN(value)).ToList();
            means[index] = known.Count == 0 ? float.NaN : known.Average();
        }

        return means;
    }

    public IEnumerable<MetricPoint> Points()
    {
        for (var slot = 0; slot < step.Points; slot++)
        {
            yield return new(start + (slot * step.Every), _values[(slot * Width)..((slot + 1) * Width)]);
        }
    }
}
