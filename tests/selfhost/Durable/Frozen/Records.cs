using System.Text.Json;
using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.Storage;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable.Frozen;

/// <summary>The histories of all instances as they stood at one time, read from the store by a process that has no part in it.</summary>
internal sealed class Records
{
    private readonly Dictionary<string, (InstanceRow Row, List<HistoryStep> Steps)> _all = new(StringComparer.Ordinal);

    public static async Task<Records> Read(IStorage store, DurableOptions options, IEnumerable<string> ids)
    {
        var records = new Records();
        var patience = new CallPatience(TimeProvider.System, options, CancellationToken.None);
        var instances = new InstanceStore(store, options);
        // Children after those that wait for them: what a parent knows of a child, the child knows.
        var asked = new HashSet<string>(StringComparer.Ordinal);
        for (var next = ids.ToList(); next.Count > 0; next = [.. records.Children.Except(asked)])
        {
            foreach (var id in next.Where(asked.Add))
            {
                if (await instances.Get(id, patience) is { } stored)
                    records._all[id] = (stored.Row, await instances.Steps(id, stored.Row.First, stored.Row.Next, patience));
            }
        }

        return records;
    }

    public IEnumerable<string> Ids => _all.Keys;

    /// <summary>What of <paramref name="before"/> is not in these any more as it was: histories only grow.</summary>
    public IEnumerable<string> Changed(Records before)
    {
        foreach (var (id, (row, steps)) in before._all)
        {
            if (!_all.TryGetValue(id, out var now))
                yield return $"{id} is gone";
            else if (now.Row.Execution != row.Execution)
                yield return $"{id} was started twice";
            else if (!now.Steps.Take(steps.Count).Select(Text).SequenceEqual(steps.Select(Text)))
                yield return $"{id} was {string.Join(" / ", steps)} and is {string.Join(" / ", now.Steps)}";
        }
    }

    /// <summary>The processes whose results were recorded after <paramref name="before"/>.</summary>
    public IEnumerable<string> Workers(Records before) => _all
        .SelectMany(one => one.Value.Steps.Skip(before._all.TryGetValue(one.Key, out var old) ? old.Steps.Count : 0))
        .SelectMany(step => step.Received).OfType<TaskCompleted>().Select(answer => Token(answer.Result).Split(':')[0]).Distinct();

    /// <summary>What does not fit: in a history by itself, to what its children have, to what the activities did.</summary>
    public IEnumerable<string> Contradictions(IReadOnlySet<string> effects)
    {
        foreach (var (id, (row, steps)) in _all)
        {
            var events = steps.SelectMany(step => step.Received.Concat(step.Decided)).ToList();
            var tasks = events.OfType<TaskScheduled>().ToDictionary(task => task.Id, task => Token(task.Input)[(id.Length + 1)..]);
            var children = events.OfType<ChildCreated>().ToDictionary(child => child.Id, child => child.Instance);
            var results = events.OfType<TaskCompleted>().ToList();
            var expected = events.OfType<Decision>().Where(decision => decision is not EventSent).Select(decision => decision.Id).Order();
            if (row.Status != OrchestrationRuntimeStatus.Completed)
                yield return $"{id} is {row.Status}";
            if (events.OfType<ExecutionStarted>().Count() != 1 || events.OfType<ExecutionCompleted>().Count() != 1 || events[^1] is not ExecutionCompleted)
                yield return $"{id} does not begin and end once: {string.Join(", ", events)}";
            if (!events.OfType<Answer>().Select(answer => answer.For).Order().SequenceEqual(expected))
                yield return $"{id} has not one answer for each decision: {string.Join(", ", events)}";
            foreach (var result in results.Where(result => !effects.Contains($"{id}|{tasks[result.For]}|{Token(result.Result)}")))
                yield return $"{id} has a result of no run: {result}";

            var used = results.ToDictionary(result => tasks[result.For], result => Token(result.Result), StringComparer.Ordinal);
            foreach (var child in events.OfType<ChildCompleted>())
            {
                used["child"] = Token(child.Result);
                if (!_all.TryGetValue(children[child.For], out var ended) || Output(ended.Steps) != child.Result)
                    yield return $"{id} has another end of its child than the child: {child}";
            }

            if (!Given(row.Name, Output(steps)).SequenceEqual(used.OrderBy(one => one.Key, StringComparer.Ordinal)))
                yield return $"{id} gave {Output(steps)} and its history has {string.Join(", ", used)}";
        }
    }

    private IEnumerable<string> Children => _all.Values.SelectMany(one => one.Steps).SelectMany(step => step.Decided).OfType<ChildCreated>().Select(child => child.Instance);

    private static IEnumerable<KeyValuePair<string, string>> Given(string name, string? output) => name == "Child"
        ? [KeyValuePair.Create("in the child", Token(output))]
        : JsonSerializer.Deserialize<Dictionary<string, string>>(output ?? "{}")!.OrderBy(one => one.Key, StringComparer.Ordinal);

    private static string? Output(List<HistoryStep> steps) => steps.SelectMany(step => step.Decided).OfType<ExecutionCompleted>().FirstOrDefault()?.Result;

    private static string Token(string? json) => JsonSerializer.Deserialize<string>(json!)!;

    private static string Text(HistoryStep step) => Convert.ToBase64String(HistoryJson.Write(step));
}
