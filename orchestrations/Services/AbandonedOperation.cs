using ClickDeploy.Services;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>
/// An operation at a service whose orchestration is over without its own end: an administrator terminated it, or it failed by a fault of the platform and is given up.
/// It did not undo what it began, and keeps its turn. <paramref name="Operation"/>: its instance id.
/// </summary>
public sealed record AbandonedOperation(ServiceRef Service, string Operation)
{
    /// <summary>Of the orchestration that ends it, <see cref="EndAbandoned"/>.</summary>
    public string OperationId => EndOf(Operation);

    public static string EndOf(string operation) => $"end-{operation}";

    /// <summary>A deployment's is its own id, the others' begins with what they do.</summary>
    public OperationKind Kind => Guid.TryParse(Operation, out _) ? OperationKind.Deploy : Enum.Parse<OperationKind>(Operation.Split('-')[0], ignoreCase: true);
}
