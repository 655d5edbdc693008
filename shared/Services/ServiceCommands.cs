using ClickDeploy.Core;

namespace ClickDeploy.Services;

/// <summary>When a service can be stopped, started and restarted.</summary>
public static class ServiceCommands
{
    public static Failure NotDeployed { get; } = new("not_deployed", "Nothing of this service was ever live.", "Deploy it first; a deployment that runs can be cancelled.");

    /// <summary>Why it cannot be done in this state; null: it can.</summary>
    public static Failure? Refuses(OperationKind command, ServiceState state) => (command, state) switch
    {
        (_, { Current: null }) => NotDeployed,
        (OperationKind.Stop, { Desired: false, Failure: null }) => new("already_stopped", "The service is stopped already.", "Start it to have it answer again."),
        (OperationKind.Start, { Desired: true }) => new("already_running", "The service runs already.", "Restart it for a new instance of the same release."),
        (OperationKind.Restart, { Desired: false }) => new("not_running", "The service does not run, so that there is nothing to restart.", "Start it."),
        _ => null,
    };

    /// <summary>The same while others use the service: what they leave is not known before they are done, and is looked at then.</summary>
    public static Failure? RefusesNow(OperationKind command, ServiceState state) =>
        state is { Operation: null, Waiting.Count: 0 } || state.Current is null ? Refuses(command, state) : null;
}
