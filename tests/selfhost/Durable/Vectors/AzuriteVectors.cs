using System.Collections.Concurrent;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Tests.Shared.Storage.Azure;

namespace ClickDeploy.Tests.SelfHost.Durable.Vectors;

/// <summary>All vectors against one Azurite, many at once; each test waits for its own.</summary>
public sealed class AzuriteVectors : IAsyncLifetime
{
    private const int AtOnce = 8;

    private readonly AzuriteFixture _azurite = new();
    private readonly Dictionary<string, TaskCompletionSource<IReadOnlyList<string>>> _wrong =
        VectorFile.Names.ToDictionary(name => name, _ => new TaskCompletionSource<IReadOnlyList<string>>(TaskCreationOptions.RunContinuationsAsynchronously));

    private List<Task> _threads = [];

    /// <summary>What is wrong with what the vector gave.</summary>
    public Task<IReadOnlyList<string>> Run(string vector) => _wrong[vector].Task;

    public async Task InitializeAsync()
    {
        await _azurite.InitializeAsync();
        var names = new ConcurrentQueue<string>(VectorFile.Names);
        // Threads of their own: a run keeps the one that it is on.
        _threads = [.. Enumerable.Range(0, AtOnce).Select(_ => Task.Factory.StartNew(() => RunAll(names), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
    }

    public async Task DisposeAsync()
    {
        await Task.WhenAll(_threads);
        await _azurite.DisposeAsync();
    }

    private void RunAll(ConcurrentQueue<string> names)
    {
        while (names.TryDequeue(out var name))
        {
            try
            {
                // With a replay at each step: then every step reads what the ones before have written.
                var run = new VectorRun(VectorDifferences.Expected(name), replaying: true, AzureStorage.Connect(_azurite.ConnectionString, TimeProvider.System));
                var wrong = run.Run();
                run.DisposeAsync().AsTask().GetAwaiter().GetResult();
                _wrong[name].SetResult(wrong);
            }
            catch (Exception failure)
            {
                _wrong[name].SetException(failure);
            }
        }
    }
}
