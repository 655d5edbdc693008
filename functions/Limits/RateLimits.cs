using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Functions.Limits;

/// <summary>A bucket of requests for each user and each address.</summary>
public sealed class RateLimits : IAsyncDisposable
{
    private readonly PartitionedRateLimiter<string>? _buckets;

    public RateLimits(IOptions<RateLimitOptions> options)
    {
        if (options.Value is { Requests: { } requests } limit)
        {
            var each = TimeSpan.FromSeconds(limit.WindowSeconds / requests);
            _buckets = PartitionedRateLimiter.Create<string, string>(who => RateLimitPartition.GetTokenBucketLimiter(who, _ => new()
            {
                TokenLimit = Math.Min(limit.Burst, requests),
                TokensPerPeriod = 1,
                ReplenishmentPeriod = each,
                AutoReplenishment = true,
                QueueLimit = 0,
            }));
        }
    }

    /// <summary>Null: go on; else how long to wait.</summary>
    public TimeSpan? Refuse(string who)
    {
        if (_buckets is null)
        {
            return null;
        }

        using var lease = _buckets.AttemptAcquire(who);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
    }

    public ValueTask DisposeAsync() => _buckets?.DisposeAsync() ?? ValueTask.CompletedTask;
}
