using System.Collections.Concurrent;
using ClickDeploy.Core;

namespace ClickDeploy.Functions.Health;

/// <summary>How often running instances did not answer in a row. Known to this process only: after its restart they are counted anew.</summary>
public sealed class HealthMisses
{
    /// <summary>So many in a row, and the instance is restarted.</summary>
    public const int Limit = 3;

    private readonly ConcurrentDictionary<InstanceId, Watched> _watched = new();

    /// <summary>The path that the instance is asked at; it never changes for an instance.</summary>
    public async Task<string?> Path(InstanceId instance, Func<Task<string?>> read) =>
        _watched.TryGetValue(instance, out var watched) ? watched.Path : _watched.GetOrAdd(instance, new Watched(await read(), 0)).Path;

    /// <summary>True: this miss is one too many, and counting begins again.</summary>
    public bool Missed(InstanceId instance)
    {
        var misses = _watched.AddOrUpdate(instance, _ => new(null, 1), (_, watched) => watched with { Misses = (watched.Misses + 1) % Limit }).Misses;
        return misses == 0;
    }

    public void Answered(InstanceId instance)
    {
        if (_watched.TryGetValue(instance, out var watched) && watched.Misses > 0)
        {
            _watched[instance] = watched with { Misses = 0 };
        }
    }

    /// <summary>Forgets all but those that still run.</summary>
    public void KeepOnly(IReadOnlyCollection<InstanceId> running)
    {
        foreach (var instance in _watched.Keys.Except(running))
        {
            _watched.TryRemove(instance, out _);
        }
    }

    private sealed record Watched(string? Path, int Misses);
}
