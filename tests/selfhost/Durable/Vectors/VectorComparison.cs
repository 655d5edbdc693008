using System.Text.Json.Nodes;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.Tests.Simulation;

namespace ClickDeploy.Tests.SelfHost.Durable.Vectors;

/// <summary>Compares instances with what was recorded.</summary>
internal sealed class VectorComparison(InMemoryDurable durable, VectorFunctions functions, VectorNames names)
{
    public List<string> Wrong { get; } = [];

    public async Task Compare(string id, JsonObject expected)
    {
        var seen = await durable.Client.GetInstanceAsync(id, getInputsAndOutputs: true);
        if (seen is null)
        {
            Wrong.Add($"{id} does not exist");
            return;
        }

        Same("orchestrator", (string?)expected["orchestrator"], seen.Name);
        Same("status", (string?)expected["status"], seen.RuntimeStatus.ToString());
        if (expected.ContainsKey("customStatus"))
        {
            Same("customStatus", (string?)expected["customStatus"], names.Hidden(seen.SerializedCustomStatus));
        }

        if (expected.ContainsKey("output"))
        {
            Same("output", (string?)expected["output"], names.Hidden(seen.SerializedOutput));
        }

        foreach (var (activity, runs) in expected["activityRuns"]!.AsObject())
        {
            Same($"runs of {activity}", (int?)runs, functions.Runs(id).GetValueOrDefault(activity));
        }

        var history = await durable.TimedHistory(id);
        if (expected["failureDetails"] is { } failure)
        {
            var own = history.Select(e => e.Event).OfType<ExecutionCompleted>().Last().Failure;
            Same("failureDetails", names.Hidden(failure.ToJsonString()), names.Hidden(own is null ? "null" : VectorHistory.Describe(own).ToJsonString()));
        }

        CompareHistory(expected, [.. history.Select(VectorHistory.Describe)]);
    }

    private void CompareHistory(JsonObject expected, List<JsonObject> own)
    {
        if ((string)expected["historyCompare"]! == "varies")
        {
            return;
        }

        var recorded = expected["history"]!.AsArray().Select(entry => entry!.AsObject()).Where(entry => (string)entry["event"]! is not ("OrchestratorStarted" or "OrchestratorCompleted"));
        var left = recorded.Select(Line).ToList();
        var right = own.Select(Line).ToList();
        if ((string)expected["historyCompare"]! == "bag")
        {
            left.Sort(StringComparer.Ordinal);
            right.Sort(StringComparer.Ordinal);
        }

        for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            if (i >= left.Count || i >= right.Count || !Matches(left[i], right[i]))
            {
                Wrong.Add($"history {i}: {(i < right.Count ? right[i] : "nothing")}, not {(i < left.Count ? left[i] : "nothing")}");
            }
        }
    }

    private string Line(JsonObject entry)
    {
        // Sorted members; a second of tolerance for timers is nothing under a clock that stands still.
        var line = string.Join(' ', entry.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}={Value(member.Value)}"));
        return names.Hidden(line)!;
    }

    private string Value(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? names.Hidden(text)! : node?.ToJsonString() ?? "null";

    private static bool Matches(string expected, string own)
    {
        return expected.Contains(VectorDifferences.AnyEnd, StringComparison.Ordinal) ? own.StartsWith(expected.Split(' ')[0], StringComparison.Ordinal) : expected == own;
    }

    private void Same<T>(string what, T expected, T own)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, own))
        {
            Wrong.Add($"{what} is {own}, not {expected}");
        }
    }

    public static bool Agrees(JsonNode expected, JsonNode? gave)
    {
        switch (expected)
        {
            case JsonObject members:
                return gave is JsonObject own && members.All(member => own.ContainsKey(member.Key) && (member.Value is null ? own[member.Key] is null : Agrees(member.Value, own[member.Key])));
            case JsonValue value when value.TryGetValue<string>(out var text) && text.Contains(" or ", StringComparison.Ordinal):
                return text.Split(" or ").Contains((string?)gave);
            default:
                return JsonNode.DeepEquals(expected, gave);
        }
    }
}
