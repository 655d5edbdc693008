using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ClickDeploy.Functions.Metrics;

/// <summary>Listens to the platform's meters from its start, and writes what they say as Prometheus reads it.</summary>
public sealed class MetricsPage : IDisposable
{
    private const string Ours = "ClickDeploy.";
    private static readonly double[] Bounds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30];
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, ConcurrentDictionary<string, Series>> _instruments = new();

    public MetricsPage()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith(Ours, StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
    }

    /// <summary>From now on everything counts.</summary>
    public void Listen() => _listener.Start();

    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        WriteProcess(text);
        foreach (var (instrument, series) in _instruments.OrderBy(entry => entry.Key.Name, StringComparer.Ordinal))
        {
            var kind = instrument.GetType().Name switch
            {
                var name when name.StartsWith("Histogram", StringComparison.Ordinal) => "histogram",
                var name when name.Contains("Gauge", StringComparison.Ordinal) || name.Contains("UpDown", StringComparison.Ordinal) => "gauge",
                _ => "counter",
            };
            text.Append(CultureInfo.InvariantCulture, $"# HELP {instrument.Name} {instrument.Description}\n# TYPE {instrument.Name} {kind}\n");
            foreach (var (labels, values) in series.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                values.Write(text, instrument.Name, labels, kind == "histogram");
            }
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    // Some twenty times in each request: a series that is there is found without a string of its labels.
    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[256]);
        Labels(ref labels, tags);
        var known = _instruments.GetOrAdd(instrument, static _ => new());
        if (!known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(labels.Text, out var series))
        {
            series = known.GetOrAdd(labels.Text.ToString(), static _ => new());
        }

        labels.Clear();
        series.Record(value, isLevel: instrument.IsObservable, isHistogram: instrument is Histogram<double>);
    }

    private static void Labels(ref DefaultInterpolatedStringHandler labels, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
        {
            labels.AppendLiteral(labels.Text.IsEmpty ? "" : ",");
            labels.AppendLiteral(name);
            labels.AppendLiteral("=\"");
            labels.AppendLiteral(Convert.ToString(value, CultureInfo.InvariantCulture)?.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n") ?? "");
            labels.AppendLiteral("\"");
        }
    }

    private static void WriteProcess(StringBuilder text)
    {
        Line("process_cpu_seconds_total", "counter", "Processor time of the platform's process.", Environment.CpuUsage.TotalTime.TotalSeconds);
        Line("process_resident_memory_bytes", "gauge", "Memory of the platform's process.", Environment.WorkingSet);
        Line("dotnet_threadpool_threads", "gauge", "Threads that work is done on.", ThreadPool.ThreadCount);
        Line("dotnet_threadpool_queue", "gauge", "Pieces of work that wait for a thread.", ThreadPool.PendingWorkItemCount);
        Line("dotnet_gc_heap_bytes", "gauge", "Memory of live objects.", GC.GetTotalMemory(forceFullCollection: false));

        void Line(string name, string kind, string help, double value) => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}\n");
    }

    private sealed class Series
    {
        private readonly Lock _gate = new();
        private readonly long[] _buckets = new long[Bounds.Length + 1];
        private double _value;
        private long _count;

        public void Record(double value, bool isLevel, bool isHistogram)
        {
            lock (_gate)
            {
                _value = isLevel ? value : _value + value;
                _count++;
                if (isHistogram)
                {
                    var bucket = Array.FindIndex(Bounds, bound => value <= bound);
                    _buckets[bucket < 0 ? Bounds.Length : bucket]++;
                }
            }
        }

        public void Write(StringBuilder text, string name, string labels, bool isHistogram)
        {
            lock (_gate)
            {
                var all = labels.Length == 0 ? "" : $"{{{labels}}}";
                if (!isHistogram)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{name}{all} {_value}\n");
                    return;
                }

                var (before, sum) = (labels.Length == 0 ? "" : labels + ",", 0L);
                for (var i = 0; i < _buckets.Length; i++)
                {
                    sum += _buckets[i];
                    var bound = i == Bounds.Length ? "+Inf" : Bounds[i].ToString(CultureInfo.InvariantCulture);
                    text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{before}le=\"{bound}\"}} {sum}\n");
                }

                text.Append(CultureInfo.InvariantCulture, $"{name}_sum{all} {_value}\n{name}_count{all} {_count}\n");
            }
        }
    }
}
