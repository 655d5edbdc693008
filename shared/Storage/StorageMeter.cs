using System.Diagnostics.Metrics;

namespace ClickDeploy.Storage;

/// <summary>Counts what is asked of the store.</summary>
internal static class StorageMeter
{
    private static readonly Meter Meter = new("ClickDeploy.Storage");
    private static readonly Counter<long> Calls = Meter.CreateCounter<long>("clickdeploy_storage_calls_total", description: "Calls of the store by kind.");

    public static void Count(string call) => Calls.Add(1, new KeyValuePair<string, object?>("call", call));
}
