using System.Collections.Concurrent;
using System.Text.Json;

namespace ClickDeploy.Functions.Operations;

/// <summary>
/// What each of many operations is at. Each costs its whole history, and a page asks every few seconds: few are read at once, and one that has not moved on is not
/// read again. One that cannot be read now is left out: the others are worth showing, and its own page says what is wrong.
/// </summary>
public sealed class CurrentSteps(TimeProvider time)
{
    /// <summary>So many histories are read at a time, whoever asks.</summary>
    public const int AtOnce = 4;

    // Beyond them all are dropped: who has more than these under way at once reads as before.
    private const int Most = 1_000;

    /// <summary>So long a list waits for all of them together.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _places = new(AtOnce);
    private readonly ConcurrentDictionary<string, (DateTimeOffset Updated, CurrentStep? Step)> _known = new();

    public async Task<IReadOnlyDictionary<string, CurrentStep?>> Of(IEnumerable<(string Id, DateTimeOffset Updated)> operations, Func<string, CancellationToken, Task<OperationPast>> read, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        var found = await Task.WhenAll(operations.DistinctBy(operation => operation.Id).Select(async operation => (operation.Id, Step: await OfOne(operation.Id, operation.Updated, read, either.Token, cancellation))));
        return found.ToDictionary(one => one.Id, one => one.Step);
    }

    private async Task<CurrentStep?> OfOne(string id, DateTimeOffset updated, Func<string, CancellationToken, Task<OperationPast>> read, CancellationToken either, CancellationToken asked)
    {
        try
        {
            return Knows(id, updated, out var known) ? known : await Read(id, updated, read, either);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException || (failure is OperationCanceledException && !asked.IsCancellationRequested))
        {
            return null;
        }
    }

    private async Task<CurrentStep?> Read(string id, DateTimeOffset updated, Func<string, CancellationToken, Task<OperationPast>> read, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            // Another asked for the same meanwhile.
            if (Knows(id, updated, out var known))
            {
                return known;
            }

            var step = CurrentStep.Of((await read(id, cancellation)).Steps);
            if (_known.Count >= Most)
            {
                _known.Clear();
            }

            _known[id] = (updated, step);
            return step;
        }
        finally
        {
            _places.Release();
        }
    }

    private bool Knows(string id, DateTimeOffset updated, out CurrentStep? step)
    {
        var isKnown = _known.TryGetValue(id, out var known) && known.Updated == updated;
        step = isKnown ? known.Step : null;
        return isKnown;
    }
}
