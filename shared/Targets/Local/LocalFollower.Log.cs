using ClickDeploy.Core;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.Targets.Local;

internal sealed partial class LocalFollower
{
    [LoggerMessage(LogLevel.Warning, "The output of instance {Instance} could not be kept; it is tried again.")]
    private partial void LogNotKept(Exception failure, InstanceId instance);

    [LoggerMessage(LogLevel.Warning, "The instances in {Folder} could not be looked at; it is tried again.")]
    private partial void LogNotFound(Exception failure, string folder);
}
