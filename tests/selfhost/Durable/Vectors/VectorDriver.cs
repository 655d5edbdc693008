using System.Text.Json;
using System.Text.Json.Nodes;
using ClickDeploy.Tests.Simulation;
using DurableVectors;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable.Vectors;

/// <summary>Does the steps of a vector, by the client and by what driver and functions share.</summary>
internal sealed class VectorDriver(InMemoryDurable durable, VectorFunctions functions, VectorLog log, VectorNames names)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DateTimeOffset _began = durable.Clock.GetUtcNow();

    private DurableTaskClient Client => durable.Client;

    public async Task<JsonNode?> Do(JsonObject step)
    {
        var id = step["instance"] is { } instance ? names.Instance((string)instance!) : names.Id("main") ?? "";
        switch ((string)step["do"]!)
        {
            case "start":
                await Start(step);
                return null;
            case "wait":
                using (var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds((int?)step["timeoutMs"] ?? Patience.TotalMilliseconds), durable.Clock))
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
                await Until(step, async () => (await durable.TimedHistory(id)).Count(e => VectorHistory.Name(e.Event) == (string)step["event"]!) >= ((int?)step["count"] ?? 1));
                return null;
            case "awaitRuns":
                await Until(step, () => Task.FromResult(functions.Runs(id).GetValueOrDefault((string)step["activity"]!) >= (int)step["atLeast"]!));
                return null;
            case "raise":
                await Client.RaiseEventAsync(id, (string)step["event"]!, step["payload"]?.Deserialize<JsonElement>());
                return null;
            case "terminate":
                var output = step["output"]?.Deserialize<JsonElement>();
                await Client.TerminateInstanceAsync(id, new TerminateInstanceOptions(output, (bool?)step["recursive"] ?? false));
                return null;
            case "waitUnknown":
                using (var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds((int?)step["timeoutMs"] ?? 3_000), durable.Clock))
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
                names.Add((string?)step["as"] ?? "main", restarted);
                return new JsonObject { ["sameId"] = restarted == id };
            case "query":
                return await Query(step);
            case "rewind":
                await Client.RewindInstanceAsync(id, "mended");
                return null;
            case "purge":
                return new JsonObject { ["purged"] = (await Client.PurgeInstanceAsync(id, CancellationToken.None)).PurgedInstanceCount };
            case "open":
                Stage.Open(names.Real((string)step["gate"]!));
                return null;
            case "deploy":
                Stage.Deploy(id, (int)step["version"]!);
                return null;
            case "pause":
                await Task.Delay(TimeSpan.FromMilliseconds((int)step["ms"]!), durable.Clock);
                return null;
            case "get":
                return await Get(id, (bool)step["inputsAndOutputs"]!);
            case "exists":
                return await Client.GetInstanceAsync(id) is not null;
            case "counter":
                return Stage.Value(names.Real((string)step["counter"]!));
            case "logLines":
                return log.Lines.Count(line => line.Contains(names.Real((string)step["text"]!), StringComparison.Ordinal));
            case var other:
                throw new FailedVectorException($"the driver has no step '{other}'");
        }
    }

    private async Task Start(JsonObject step)
    {
        var alias = (string?)step["as"] ?? "main";
        var id = step["id"] is { } given ? names.Real((string)given!) : $"{names.Run}-{alias}";
        var input = step["inputSize"] is { } size ? new string('a', (int)size) : (object?)step["input"]?.Deserialize<JsonElement>();
        if (step["input"] is JsonValue text && text.TryGetValue<string>(out var template))
        {
            input = names.Real(template);
        }

        var options = new StartOrchestrationOptions(id, step["startInMs"] is { } ms ? durable.Clock.GetUtcNow().AddMilliseconds((int)ms) : null)
        {
            DedupeStatuses = step["dedupe"]?.AsArray().Select(status => (string)status!).ToList(),
        };
        names.Add(alias, id);
        await Client.ScheduleNewOrchestrationInstanceAsync((string)step["orchestrator"]!, input, options);
    }

    private async Task<JsonNode?> Query(JsonObject step)
    {
        // Where no time has passed, "from now on" is all.
        await Task.Delay(TimeSpan.FromMilliseconds(1), durable.Clock);
        var withPayloads = (bool?)step["inputsAndOutputs"] ?? false;
        var query = new OrchestrationQuery(
            (bool?)step["createdFromNow"] == true ? durable.Clock.GetUtcNow() : (bool?)step["createdFromStart"] == true ? _began.AddSeconds(-1) : null,
            (bool?)step["createdToStart"] == true ? _began.AddSeconds(-1) : null,
            step["statuses"]?.AsArray().Select(status => Enum.Parse<OrchestrationRuntimeStatus>((string)status!)),
            InstanceIdPrefix: names.Real((string)step["prefix"]!),
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
                var name = names.Hidden(seen.InstanceId);
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
        var until = durable.Clock.GetUtcNow() + Patience;
        while (!await isSo())
        {
            if (durable.Clock.GetUtcNow() > until)
            {
                throw new FailedVectorException($"it never came to {step.ToJsonString()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), durable.Clock);
        }
    }
}
