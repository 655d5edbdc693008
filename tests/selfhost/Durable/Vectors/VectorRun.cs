using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Read;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.Tests.Simulation;
using DurableVectors;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.Tests.SelfHost.Durable.Vectors;

/// <summary>Drives one vector on an engine of its own, under a clock of its own, and compares what it gave.</summary>
internal sealed partial class VectorRun : IAsyncDisposable
{
    private const int LongText = 4_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly JsonObject _vector;
    private readonly VectorFunctions _functions = new();
    private readonly VectorLog _log = new();
    private readonly InMemoryDurable _durable;
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _wrong = [];
    private readonly DateTimeOffset _began;

    public VectorRun(JsonObject vector, bool replaying)
    {
        _vector = vector;
        var run = $"v{Guid.NewGuid():N}"[..13];
        _ids["run"] = run;
        _durable = new InMemoryDurable(
            _functions.Registry(),
            services => services.AddSingleton<ILoggerProvider>(_log),
            options: options => options.MaxLiveBytes = replaying ? 0 : new DurableOptions().MaxLiveBytes)
        {
            RealWork = TimeSpan.Zero,
        };
        _began = _durable.Clock.GetUtcNow();
    }

    private DurableTaskClient Client => _durable.Client;

    public List<string> Run()
    {
        _durable.Await(async () =>
        {
            var steps = _vector["steps"]!.AsArray();
            for (var i = 0; i < steps.Count; i++)
            {
                var gave = await Try(steps[i]!.AsObject());
                if (steps[i]!["gives"] is { } expected && !Agrees(expected, gave))
                {
                    _wrong.Add($"step {i} {steps[i]!["do"]} gave {gave?.ToJsonString()}, not {expected.ToJsonString()}");
                }
                else if (steps[i]!["gives"] is null && gave is JsonObject thrown && thrown.ContainsKey("throws"))
                {
                    _wrong.Add($"step {i} {steps[i]!["do"]} threw {gave.ToJsonString()}");
                }
            }

            foreach (var (alias, expected) in _vector["instances"]!.AsObject())
            {
                await Compare(_ids.GetValueOrDefault(alias) ?? Real(alias), expected!.AsObject());
            }
        });
        return _wrong;
    }

    public ValueTask DisposeAsync() => _durable.DisposeAsync();

    // ---- steps ----

    private async Task<JsonNode?> Try(JsonObject step)
    {
        try
        {
            return await Do(step);
        }
        catch (Exception thrown) when (thrown is not FailedVector)
        {
            return new JsonObject { ["throws"] = thrown.GetType().FullName, ["message"] = Placeholders(thrown.Message.Split('\n')[0]) };
        }
    }

    private async Task<JsonNode?> Do(JsonObject step)
    {
        var id = step["instance"] is { } instance ? _ids.GetValueOrDefault((string)instance!) ?? Real((string)instance!) : _ids.GetValueOrDefault("main", "");
        switch ((string)step["do"]!)
        {
            case "start":
                await Start(step);
                return null;
            case "wait":
                using (var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds((int?)step["timeoutMs"] ?? Patience.TotalMilliseconds), _durable.Clock))
                {
                    await Client.WaitForInstanceCompletionAsync(id, timeout.Token);
                    return null;
                }

            case "waitStart":
                return (await Client.WaitForInstanceStartAsync(id)).RuntimeStatus.ToString();
            case "awaitStatus":
                await Until(step, async () => (await Client.GetInstanceAsync(id))?.RuntimeStatus.ToString() == (string)step["status"]!);
                return null;
            case "awaitCustomStatus":
                await Until(step, async () => (await Client.GetInstanceAsync(id, true))?.SerializedCustomStatus == (string)step["json"]!);
                return null;
            case "awaitHistory":
                await Until(step, async () => (await History(id)).Count(e => VectorHistory.Name(e.Event) == (string)step["event"]!) >= ((int?)step["count"] ?? 1));
                return null;
            case "awaitRuns":
                await Until(step, () => Task.FromResult(_functions.Runs(id).GetValueOrDefault((string)step["activity"]!) >= (int)step["atLeast"]!));
                return null;
            case "raise":
                await Client.RaiseEventAsync(id, (string)step["event"]!, step["payload"]?.Deserialize<JsonElement>());
                return null;
            case "terminate":
                var output = step["output"]?.Deserialize<JsonElement>();
                await Client.TerminateInstanceAsync(id, new TerminateInstanceOptions(output, (bool?)step["recursive"] ?? false));
                return null;
            case "waitUnknown":
                using (var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds((int?)step["timeoutMs"] ?? 3_000), _durable.Clock))
                {
                    await Client.WaitForInstanceCompletionAsync(id, timeout.Token);
                    return null;
                }

            case "suspend":
                await Client.SuspendInstanceAsync(id, (string?)step["reason"]);
                return null;
            case "resume":
                await Client.ResumeInstanceAsync(id, (string?)step["reason"]);
                return null;
            case "restart":
                var restarted = await Client.RestartAsync(id, (bool?)step["newId"] ?? false);
                _ids[(string?)step["as"] ?? "main"] = restarted;
                return new JsonObject { ["sameId"] = restarted == id };
            case "query":
                return await Query(step);
            case "rewind":
                await Client.RewindInstanceAsync(id, "mended");
                return null;
            case "purge":
                return new JsonObject { ["purged"] = (await Client.PurgeInstanceAsync(id, CancellationToken.None)).PurgedInstanceCount };
            case "open":
                Stage.Open(Real((string)step["gate"]!));
                return null;
            case "deploy":
                Stage.Deploy(id, (int)step["version"]!);
                return null;
            case "pause":
                await Task.Delay(TimeSpan.FromMilliseconds((int)step["ms"]!), _durable.Clock);
                return null;
            case "get":
                return await Get(id, (bool)step["inputsAndOutputs"]!);
            case "exists":
                return await Client.GetInstanceAsync(id) is not null;
            case "counter":
                return Stage.Value(Real((string)step["counter"]!));
            case "logLines":
                return _log.Lines.Count(line => line.Contains(Real((string)step["text"]!), StringComparison.Ordinal));
            case var other:
                throw new FailedVector($"the driver has no step '{other}'");
        }
    }

    private async Task Start(JsonObject step)
    {
        var alias = (string?)step["as"] ?? "main";
        var id = step["id"] is { } given ? Real((string)given!) : $"{_ids["run"]}-{alias}";
        var input = step["inputSize"] is { } size ? new string('a', (int)size) : (object?)step["input"]?.Deserialize<JsonElement>();
        if (step["input"] is JsonValue text && text.TryGetValue<string>(out var template))
        {
            input = Real(template);
        }

        var options = new StartOrchestrationOptions(id, step["startInMs"] is { } ms ? _durable.Clock.GetUtcNow().AddMilliseconds((int)ms) : null)
        {
            DedupeStatuses = step["dedupe"]?.AsArray().Select(status => (string)status!).ToList(),
        };
        _ids[alias] = id;
        await Client.ScheduleNewOrchestrationInstanceAsync((string)step["orchestrator"]!, input, options);
    }

    private async Task<JsonNode?> Query(JsonObject step)
    {
        // Where no time has passed, "from now on" is all.
        await Task.Delay(TimeSpan.FromMilliseconds(1), _durable.Clock);
        var withPayloads = (bool?)step["inputsAndOutputs"] ?? false;
        var query = new OrchestrationQuery(
            (bool?)step["createdFromNow"] == true ? _durable.Clock.GetUtcNow() : (bool?)step["createdFromStart"] == true ? _began.AddSeconds(-1) : null,
            (bool?)step["createdToStart"] == true ? _began.AddSeconds(-1) : null,
            step["statuses"]?.AsArray().Select(status => Enum.Parse<OrchestrationRuntimeStatus>((string)status!)),
            InstanceIdPrefix: Real((string)step["prefix"]!),
            PageSize: (int?)step["pageSize"] ?? OrchestrationQuery.DefaultPageSize,
            FetchInputsAndOutputs: withPayloads);
        var (sizes, instances) = (new JsonArray(), new JsonArray());
        string? token = null;
        do
        {
            // Each page by the token of the one before.
            await using var pages = Client.GetAllInstancesAsync(query).AsPages(token).GetAsyncEnumerator();
            Assert.True(await pages.MoveNextAsync());
            sizes.Add(pages.Current.Values.Count);
            foreach (var seen in pages.Current.Values)
            {
                var name = Placeholders(seen.InstanceId);
                instances.Add(withPayloads ? new JsonObject { ["instance"] = name, ["input"] = seen.SerializedInput, ["output"] = seen.SerializedOutput, ["customStatus"] = seen.SerializedCustomStatus } : JsonValue.Create(name));
            }

            token = pages.Current.ContinuationToken;
        }
        while (token is not null);
        return new JsonObject { ["pageSizes"] = sizes, ["instances"] = instances };
    }

    private async Task<JsonNode?> Get(string id, bool withPayloads)
    {
        if (await Client.GetInstanceAsync(id, withPayloads) is not { } seen)
        {
            return "null";
        }

        var gave = new JsonObject { ["name"] = seen.Name, ["status"] = seen.RuntimeStatus.ToString() };
        if (withPayloads)
        {
            gave["input"] = seen.SerializedInput;
            gave["output"] = seen.SerializedOutput;
            gave["customStatus"] = seen.SerializedCustomStatus;
        }

        try
        {
            seen.ReadOutputAs<JsonElement?>();
            gave["readOutputAs"] = "ok";
        }
        catch (Exception thrown)
        {
            gave["readOutputAs"] = thrown.GetType().Name;
        }

        return gave;
    }

    private async Task Until(JsonObject step, Func<Task<bool>> isSo)
    {
        var until = _durable.Clock.GetUtcNow() + Patience;
        while (!await isSo())
        {
            if (_durable.Clock.GetUtcNow() > until)
            {
                throw new FailedVector($"it never came to {step.ToJsonString()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), _durable.Clock);
        }
    }

    // ---- comparing ----

    private async Task Compare(string id, JsonObject expected)
    {
        var seen = await Client.GetInstanceAsync(id, getInputsAndOutputs: true);
        if (seen is null)
        {
            _wrong.Add($"{id} does not exist");
            return;
        }

        Same("orchestrator", (string?)expected["orchestrator"], seen.Name);
        Same("status", (string?)expected["status"], seen.RuntimeStatus.ToString());
        if (expected.ContainsKey("customStatus"))
        {
            Same("customStatus", (string?)expected["customStatus"], Placeholders(seen.SerializedCustomStatus));
        }

        if (expected.ContainsKey("output"))
        {
            Same("output", (string?)expected["output"], Placeholders(seen.SerializedOutput));
        }

        foreach (var (activity, runs) in expected["activityRuns"]!.AsObject())
        {
            Same($"runs of {activity}", (int?)runs, _functions.Runs(id).GetValueOrDefault(activity));
        }

        var history = await History(id);
        if (expected["failureDetails"] is { } failure)
        {
            var own = history.Select(e => e.Event).OfType<ExecutionCompleted>().Last().Failure;
            Same("failureDetails", Placeholders(failure.ToJsonString()), Placeholders(own is null ? "null" : VectorHistory.Describe(own).ToJsonString()));
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
                _wrong.Add($"history {i}: {(i < right.Count ? right[i] : "nothing")}, not {(i < left.Count ? left[i] : "nothing")}");
            }
        }
    }

    private string Line(JsonObject entry)
    {
        // Sorted members; a second of tolerance for timers is nothing under a clock that stands still.
        var line = string.Join(' ', entry.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}={Value(member.Value)}"));
        return Placeholders(line)!;
    }

    private string Value(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? Placeholders(text)! : node?.ToJsonString() ?? "null";

    private static bool Matches(string expected, string own)
    {
        return expected.Contains(VectorDifferences.AnyEnd, StringComparison.Ordinal) ? own.StartsWith(expected.Split(' ')[0], StringComparison.Ordinal) : expected == own;
    }

    private void Same<T>(string what, T expected, T own)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, own))
        {
            _wrong.Add($"{what} is {own}, not {expected}");
        }
    }

    private static bool Agrees(JsonNode expected, JsonNode? gave)
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

    private async Task<IReadOnlyList<TimedEvent>> History(string id)
        => await _durable.Services.GetRequiredService<InstanceReader>().History(id, new CallPatience(_durable.Clock, new DurableOptions(), CancellationToken.None)) ?? [];

    private string Real(string template) => Placeholder().Replace(template, match => _ids.GetValueOrDefault(match.Groups[1].Value) ?? $"{_ids["run"]}-{match.Groups[1].Value}");

    private string? Placeholders(string? text)
    {
        if (text is null)
        {
            return null;
        }

        foreach (var (alias, id) in _ids.OrderByDescending(pair => pair.Value.Length).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text = text.Replace(id, "{" + alias + "}", StringComparison.Ordinal);
        }

        return text.Length <= LongText
            ? GeneratedId().Replace(text, "{guid}")
            : string.Create(CultureInfo.InvariantCulture, $"{text[..20]}… ({text.Length} characters, SHA-256 {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))})");
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex GeneratedId();

    private sealed class FailedVector(string message) : Exception(message);
}
