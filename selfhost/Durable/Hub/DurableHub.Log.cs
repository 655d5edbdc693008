using Microsoft.Extensions.Logging;

namespace ClickDeploy.SelfHost.Durable.Hub;

internal static partial class DurableHubLog
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Information, Message = "This process holds the hub {Hub}.")]
    public static partial void HubTaken(this ILogger logger, string hub);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, Message = "The hub {Hub} was lost: everything in memory is dropped and will be read again.")]
    public static partial void HubLost(this ILogger logger, string hub);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Information, Message = "The hub {Hub} is held by another process; this one stands by.")]
    public static partial void StandingBy(this ILogger logger, string hub);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Warning, Message = "The store does not answer; the hub {Hub} is asked for again.")]
    public static partial void StoreSilent(this ILogger logger, string hub, Exception exception);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Critical, Message = "Instance {InstanceId} could not go on because of a mistake in the engine or in its rows.")]
    public static partial void InstanceBroke(this ILogger logger, string instanceId, Exception exception);

    [LoggerMessage(EventId = 3006, Level = LogLevel.Information, Message = "The hub {Hub} was given back.")]
    public static partial void HubReleased(this ILogger logger, string hub);
}
