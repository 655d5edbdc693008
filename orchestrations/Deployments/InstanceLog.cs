using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Logs;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>Copies what a new instance writes into the deployment's log until it is live or given up, so that a person sees there why it does not start. A repeat copies nothing twice.</summary>
public sealed class InstanceLog(LogStore logs)
{
    // One look's: an instance that writes without end must not fill the deployment's log.
    private const int Most = 200;

    public async Task Copy(DeploymentRef deployment, InstanceId instance, CancellationToken cancellation)
    {
        var (service, stream, source) = (LogStream.Of(deployment.Service), LogStream.Of(deployment), $"instance-{instance}");
        var copied = await logs.OffsetOf(stream, source, cancellation);

        // The instance has just begun: at first its lines are among the newest of the service.
        var reader = logs.Read(service, copied);
        var entries = copied == 0 ? await logs.ReadBack(service, long.MaxValue).Next(cancellation) : await reader.Next(cancellation);
        var lines = Lines(entries, instance, source);
        while (copied > 0 && entries.Count > 0 && lines.Count == 0)
        {
            entries = await reader.Next(cancellation);
            lines = Lines(entries, instance, source);
        }

        if (lines.Count > 0)
        {
            await logs.Append(stream, lines, cancellation);
        }
    }

    private static List<LogLine> Lines(IReadOnlyList<LogEntry> entries, InstanceId instance, string source) =>
    [
        .. entries.Where(entry => RuntimeSource.Parse(entry.Source)?.Instance == instance)
            .Take(Most)
            .Select(entry => new LogLine(LogPhase.Deploy, entry.Level, entry.Message, source, entry.Seq, entry.Truncated, Essential: true)),
    ];
}
