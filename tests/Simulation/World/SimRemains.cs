using System.Text.Json;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.Storage;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.Simulation.World;

/// <summary>Every row and blob of a hub when all has come to rest, and what of it should not be so.</summary>
public sealed class SimRemains
{
    private readonly Dictionary<string, List<StoredRow>> _partitions;
    private readonly List<StoredRow> _index;
    private readonly List<StoredBlob> _blobs;
    private readonly Func<string, byte[]> _read;

    private SimRemains(string hub, List<StoredRow> rows, List<StoredBlob> blobs, Func<string, byte[]> read)
    {
        _partitions = rows.Where(row => row.Table == hub + "instances").GroupBy(row => row.Partition).ToDictionary(one => one.Key, one => one.ToList(), StringComparer.Ordinal);
        _index = rows.FindAll(row => row.Table == hub + "index");
        _blobs = blobs;
        _read = read;
        Instances = new(_partitions.Where(one => one.Value.Exists(row => row.Key == Keys.Instance)).ToDictionary(one => one.Key, one => InstanceRow.From(one.Value.Find(row => row.Key == Keys.Instance)!.Data)), StringComparer.Ordinal);
    }

    internal SortedDictionary<string, InstanceRow> Instances { get; }

    public static async Task<SimRemains> Of(string hub, IStorageExport store)
    {
        await using var snapshot = await store.Take();
        var blobs = snapshot.Blobs().ToList();
        var contents = blobs.ToDictionary(blob => blob.Name, blob => snapshot.Read(blob, 0, (int)blob.Length), StringComparer.Ordinal);
        return new SimRemains(hub, [.. snapshot.Rows()], blobs, name => contents[name]);
    }

    /// <summary>What belongs to nothing, is missing, or has not ended.</summary>
    public IEnumerable<string> Disorder()
    {
        foreach (var (id, rows) in _partitions)
        {
            if (!Instances.TryGetValue(id, out var row))
            {
                yield return $"{id} is gone, and has {string.Join(' ', rows.Select(left => left.Key))}";
                continue;
            }

            if (!row.IsFinished)
            {
                yield return $"{id} is {row.Status}";
            }

            var expected = Enumerable.Range(row.First, row.Next - row.First).Select(Keys.History).Append(Keys.Instance).ToList();
            foreach (var key in rows.Select(found => found.Key).Except(expected))
            {
                yield return $"{id} has {key} left";
            }

            foreach (var key in expected.Except(rows.Select(found => found.Key)))
            {
                yield return $"{id} has lost {key}";
            }
        }

        foreach (var listed in _index)
        {
            if (listed.Partition == Keys.Active)
            {
                yield return $"left in the index: {listed.Key}";
            }
            else if (listed.Partition.StartsWith("created|", StringComparison.Ordinal) && !IsTrue(listed))
            {
                yield return $"left in the list: {listed.Key}";
            }
        }

        foreach (var (id, row) in Instances)
        {
            if (_index.Count(listed => listed.Partition == Keys.CreatedPartition(row.CreatedAt) && listed.Key == Keys.Created(row.CreatedAt, id)) != 1)
            {
                yield return $"{id} is not listed";
            }
        }

        foreach (var blob in _blobs.Where(blob => !Instances.ContainsKey(blob.Name.Split('/')[0])))
        {
            yield return $"blob {blob.Name} belongs to nothing";
        }
    }

    /// <summary>What became of an instance, in a word or with its output.</summary>
    public string Outcome(string id)
    {
        var row = Instances[id];
        if (row.Status != OrchestrationRuntimeStatus.Completed)
        {
            return row.Status.ToString();
        }

        var last = _partitions[id].Find(found => found.Key == Keys.History(row.Next - 1))!.Data;
        var step = HistoryJson.Read(StepRow.Blob(last) is { } blob ? _read(blob) : StepRow.Bytes(last));
        return $"Completed {JsonSerializer.Deserialize<string>(step.Decided.OfType<ExecutionCompleted>().Single().Result!)}";
    }

    private bool IsTrue(StoredRow listed)
    {
        var id = listed.Key[(listed.Key.IndexOf('|', StringComparison.Ordinal) + 1)..];
        return Instances.TryGetValue(id, out var row) && listed.Key == Keys.Created(row.CreatedAt, id);
    }
}
