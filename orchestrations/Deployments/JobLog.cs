using System.Text;
using ClickDeploy.Deployments;
using ClickDeploy.Jobs;
using ClickDeploy.Logs;
using ClickDeploy.Secrets;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>Copies what a job of a build wrote into the deployment's log. The log knows how far it was copied, so a repeat copies nothing twice.</summary>
public sealed class JobLog(IJobs jobs, LogStore logs)
{
    private const int Chunk = 256 << 10;

    public async Task Copy(DeploymentRef deployment, BuildJob job, SecretMask mask, bool ended, CancellationToken cancellation)
    {
        var (id, stream) = (BuildJobs.IdOf(deployment, job), LogStream.Of(deployment));
        while (true)
        {
            var offset = await logs.OffsetOf(stream, id.Value, cancellation);
            var bytes = await jobs.ReadOutput(id, offset, Chunk, cancellation);
            var atEnd = ended && bytes.Length < Chunk;
            if (!atEnd && mask.Settled(bytes) is > 0 and var settled)
            {
                // A secret that the end of this page cuts is read whole with the next one.
                bytes = bytes[..settled];
            }

            var lines = OutputLines.Cut(bytes, atEnd, Chunk / 2).Select(line => new LogLine(Phase(job), LogLevel.Info, mask.Text(line.Text), id.Value, offset + line.End)).ToList();
            if (lines.Count == 0)
            {
                return;
            }

            await logs.Append(stream, lines, cancellation);
            if (await logs.OffsetOf(stream, id.Value, cancellation) == offset)
            {
                return;     // The log is full: the job goes on, its output is not kept.
            }
        }
    }

    /// <summary>The end of what the job wrote, for telling why it failed.</summary>
    public async Task<string> LastOutput(DeploymentRef deployment, BuildJob job, SecretMask mask, CancellationToken cancellation)
    {
        const int look = 4 << 10;
        var id = BuildJobs.IdOf(deployment, job);
        var end = await logs.OffsetOf(LogStream.Of(deployment), id.Value, cancellation);
        var from = Math.Max(0, end - look - mask.Longest);
        var text = mask.Text(Encoding.UTF8.GetString(await jobs.ReadOutput(id, from, (int)(end - from), cancellation)));
        return text.Length > look ? text[^look..] : text;
    }

    private static LogPhase Phase(BuildJob job) => job.IsGit() ? LogPhase.Clone : job == BuildJob.PreDeploy ? LogPhase.Deploy : LogPhase.Build;
}
