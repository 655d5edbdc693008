using ClickDeploy.Logs;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Logs;

/// <summary>Every hour: what services wrote goes when it is old, or too much.</summary>
public sealed class PruneLogs(LogStore logs)
{
    [Function(nameof(PruneLogs))]
    public Task Run([TimerTrigger("0 17 * * * *")] TimerInfo timer, CancellationToken cancellation) => logs.Prune(cancellation);
}
