using System.Collections.Concurrent;

namespace DurableVectors;

/// <summary>What the driver and the functions share in one process: gates that activities wait at, counters, and which "deployment" of an orchestrator is live.</summary>
public static class Stage
{
    private static readonly ConcurrentDictionary<string, TaskCompletionSource> Gates = new();
    private static readonly ConcurrentDictionary<string, int> Counters = new();
    private static readonly ConcurrentDictionary<string, int> Deployments = new();

    /// <summary>Lets every activity that waits, or will wait, at <paramref name="gate"/> go on (driver step <c>open</c>).</summary>
    public static void Open(string gate) => Gate(gate).TrySetResult();

    /// <summary>Waits until the driver opens <paramref name="gate"/>. For activities only.</summary>
    public static Task Passed(string gate) => Gate(gate).Task;

    /// <summary>Adds one to a counter and returns the new value.</summary>
    public static int Count(string key) => Counters.AddOrUpdate(key, 1, (_, n) => n + 1);

    /// <summary>The value of a counter; 0 if it was never counted (driver step <c>counter</c>).</summary>
    public static int Value(string key) => Counters.GetValueOrDefault(key);

    /// <summary>Makes the orchestrators that ask <see cref="Deployment"/> run another version of their code for one instance (driver step <c>deploy</c>).</summary>
    public static void Deploy(string instanceId, int version) => Deployments[instanceId] = version;

    /// <summary>The version of the code that is live for an instance; 1 until the driver deploys another.</summary>
    public static int Deployment(string instanceId) => Deployments.GetValueOrDefault(instanceId, 1);

    private static TaskCompletionSource Gate(string gate) => Gates.GetOrAdd(gate, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
