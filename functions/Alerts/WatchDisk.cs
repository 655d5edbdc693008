using ClickDeploy.Alerts;
using ClickDeploy.Releases;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Alerts;

/// <summary>Warns everybody who has something running here before the disk is full; builds are refused when it nearly is, and what is live serves on.</summary>
public sealed class WatchDisk(ReleaseDirectories directories, ServiceStateStore states, AlertStore alerts)
{
    private const double Warning = 0.85;

    // Not at every file that comes and goes.
    private const double Over = 0.83;
    private const string Machine = "machine";

    [Function(nameof(WatchDisk))]
    public async Task Run([TimerTrigger("30 * * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellation)
    {
        await Look(directories.UsedPart(), cancellation);
    }

    /// <param name="used">The part of the disk that is used, 0 to 1.</param>
    internal async Task Look(double used, CancellationToken cancellation)
    {
        if (used is < Warning and >= Over)
        {
            return;
        }

        foreach (var org in await states.DesiredBy(cancellation))
        {
            await (used >= Warning
                ? alerts.Raise(org, AlertKind.DiskNearlyFull, Machine, $"The disk of this machine is {used:P0} full. What is live serves on; below a limit nothing is built any more.", "Free some disk, or ask the operator for more: delete services that are not needed.", cancellation: cancellation)
                : alerts.Close(org, AlertKind.DiskNearlyFull, Machine, cancellation));
        }
    }
}
