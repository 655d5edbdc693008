using System.Globalization;
using ClickDeploy.Services;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>What a user asked of a service: to stop, to start or to restart. Its instance id is <see cref="OperationId"/>: asked twice before the first was done, it is one.</summary>
public sealed record ServiceCommandInput(ServiceRef Service, OperationKind Kind, int Number)
{
    public string OperationId => $"{Kind.ToString().ToLowerInvariant()}-{Service.Service:D}-{Number}";

    /// <summary>The command of that operation; null: it is another one's.</summary>
    public static ServiceCommandInput? Of(ServiceRef service, OperationKind kind, string operationId) =>
        int.TryParse(operationId.AsSpan(operationId.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && new ServiceCommandInput(service, kind, number) is var command && command.OperationId == operationId ? command : null;
}
