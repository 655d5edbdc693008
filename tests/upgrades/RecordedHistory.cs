using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.Storage;
using ClickDeploy.Tests.Platform;

namespace ClickDeploy.Tests.Upgrades;

/// <summary>An orchestration's history as some release recorded it: a file <c>tests/upgrades/histories/{release}/{orchestrator}.{what}.json</c>.</summary>
internal sealed record RecordedHistory(string Orchestrator, string Instance, string Execution, ParentLink? Parent, IReadOnlyList<HistoryStep> Steps)
{
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Stored as texts of JSON; in the files they are JSON, so that a change of one can be read.
    private static readonly string[] Payloads = ["input", "result", "output", "payload"];

    public static string Folder => Path.Combine(RepositoryRoot.Path, "tests", "upgrades", "histories");

    /// <summary>Whether it ended as failed, at any time.</summary>
    public bool Fails => Steps.SelectMany(step => step.Decided).OfType<ExecutionCompleted>().Any(end => end.Failure is not null);

    public static RecordedHistory Read(string file)
    {
        var json = JsonNode.Parse(File.ReadAllText(file))!;
        var steps = json["steps"]!.AsArray().Select(step => HistoryJson.Read(JsonSerializer.SerializeToUtf8Bytes(EachEvent(step!, Fold))));
        return new((string)json["orchestrator"]!, (string)json["instance"]!, (string)json["execution"]!, json["parent"].Deserialize<ParentLink>(Layout), [.. steps]);
    }

    public void Write(string file)
    {
        var json = new JsonObject
        {
            ["orchestrator"] = Orchestrator,
            ["instance"] = Instance,
            ["execution"] = Execution,
            ["parent"] = JsonSerializer.SerializeToNode(Parent, Layout),
            ["steps"] = new JsonArray([.. Steps.Select(step => EachEvent(JsonNode.Parse(HistoryJson.Write(step))!, Unfold))]),
        };
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, json.ToJsonString(Layout) + "\n");
    }

    /// <summary>What a store holds now, of each instance its present generation, in the order of their starts.</summary>
    public static async Task<IReadOnlyList<RecordedHistory>> All(IStorage storage, TimeProvider time)
    {
        var (options, histories) = (new DurableOptions(), new List<(DateTimeOffset At, RecordedHistory History)>());
        var (patience, instances) = (new CallPatience(time, options, CancellationToken.None), new InstanceStore(storage, options));
        await foreach (var part in new IndexStore(storage, options).Listed(null, null, null, 100, time.GetUtcNow(), () => patience, CancellationToken.None))
        {
            foreach (var id in part.Select(one => one.Instance))
            {
                if (await instances.Get(id, patience) is { Row: var row })
                {
                    histories.Add((row.CreatedAt, new(row.Name, id, row.Run, row.Parent, await instances.Steps(id, row.First, row.Next, patience))));
                }
            }
        }

        return [.. histories.OrderBy(entry => entry.At).Select(entry => entry.History)];
    }

    private static JsonNode EachEvent(JsonNode step, Action<JsonObject> change)
    {
        foreach (var happened in new[] { "received", "decided" }.SelectMany(name => step[name]!.AsArray()).OfType<JsonObject>())
        {
            change(happened);
            foreach (var carried in (happened["carried"] as JsonArray ?? []).OfType<JsonObject>())
            {
                change(carried);
            }
        }

        return step;
    }

    private static void Unfold(JsonObject happened)
    {
        foreach (var name in Payloads.Where(happened.ContainsKey))
        {
            happened[name] = JsonNode.Parse((string)happened[name]!);
        }

        // Where code was thrown from is of no release but its own.
        for (var failure = happened["failure"] as JsonObject; failure is not null; failure = failure["inner"] as JsonObject)
        {
            failure.Remove("stack");
        }
    }

    private static void Fold(JsonObject happened)
    {
        foreach (var name in Payloads.Where(happened.ContainsKey))
        {
            happened[name] = happened[name]?.ToJsonString(Layout) ?? "null";
        }
    }
}
