using ClickDeploy.Audit;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Audit;

/// <summary>Removes what is older than the record goes back.</summary>
public sealed class TidyAudit(AuditStore audit)
{
    [Function(nameof(TidyAudit))]
    public Task Run([TimerTrigger("0 23 3 * * *")] TimerInfo timer, CancellationToken cancellation) => audit.Tidy(cancellation);
}
