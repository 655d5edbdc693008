using ClickDeploy.Core;
using ClickDeploy.Targets;

namespace ClickDeploy.Functions.Development;

internal sealed class BorderedTarget(ITarget inner, Borders borders) : ITarget
{
    public string Name => inner.Name;

    public string? Refuses(InstanceSpec spec) => inner.Refuses(spec);

    public Task<string?> Reserve(InstanceSpec spec, CancellationToken cancellation) => borders.Around($"address of {spec.Id}", () => inner.Reserve(spec, cancellation));

    public Task Start(InstanceSpec spec, CancellationToken cancellation) => borders.Around($"start of {spec.Id}", () => inner.Start(spec, cancellation));

    public Task<InstanceStatus> Inspect(InstanceId id, CancellationToken cancellation) => inner.Inspect(id, cancellation);

    public Task Stop(InstanceId id, TimeSpan grace, CancellationToken cancellation) => borders.Around($"stop of {id}", () => inner.Stop(id, grace, cancellation));

    public Task Remove(InstanceId id, CancellationToken cancellation) => borders.Around($"removal of {id}", () => inner.Remove(id, cancellation));

    public Task<IReadOnlyList<OutputLine>> Tail(InstanceId id, int lines, CancellationToken cancellation) => inner.Tail(id, lines, cancellation);

    public Task<IReadOnlyList<InstanceId>> List(ServiceId? service, CancellationToken cancellation) => inner.List(service, cancellation);

    public Task? NextChange() => inner.NextChange();
}
