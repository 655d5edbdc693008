using ClickDeploy.Idempotency;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Idempotency;

/// <summary>Forgets keys after their day.</summary>
public sealed class TidyIdempotency(IdempotencyStore store)
{
    [Function(nameof(TidyIdempotency))]
    public Task Run([TimerTrigger("0 7 * * * *")] TimerInfo timer, CancellationToken cancellation) => store.Tidy(cancellation);
}
