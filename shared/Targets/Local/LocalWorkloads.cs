namespace ClickDeploy.Targets.Local;

/// <summary>For the end of <c>./up</c>: Ctrl-C stops what runs on this machine, and nothing that is wanted changes, so that it starts again next time.</summary>
public sealed class LocalWorkloads
{
    private readonly LocalTarget _target;

    internal LocalWorkloads(LocalTarget target) => _target = target;

    /// <summary>Stops every instance side by side: SIGTERM, and after <paramref name="grace"/> its tree is killed. Nothing of them is alive afterwards; their folders and addresses stay.</summary>
    public Task StopAll(TimeSpan grace, CancellationToken cancellation = default) => _target.StopAll(grace, cancellation);
}
