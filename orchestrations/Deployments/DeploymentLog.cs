using ClickDeploy.Deployments;
using ClickDeploy.Logs;
using ClickDeploy.Secrets;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>What the platform itself says in a deployment's log, without the secrets that a commit or a command may hold.</summary>
public sealed class DeploymentLog(LogStore logs, DeploymentVariables variables)
{
    public async Task Say(Deployment deployment, LogLine line, CancellationToken cancellation)
    {
        var mask = await variables.Mask(deployment, cancellation);
        await logs.Append(LogStream.Of(deployment.Ref), [line with { Message = mask.Text(line.Message), Essential = true }], cancellation);
    }
}

/// <summary>Failures and evidence as they may be kept.</summary>
internal static class Masked
{
    // A line and a probe's body were cut before they came here.
    private const int CutFrom = 8 * 1024 - 4;

    public static Core.Failure? Text(this SecretMask mask, Core.Failure? failure) =>
        failure is null ? null : new(failure.Code, mask.Text(failure.Message), mask.Text(failure.Fix));

    public static DeploymentEvidence Text(this SecretMask mask, DeploymentEvidence evidence) => evidence with
    {
        Probe = evidence.Probe is { } probe ? probe with { Path = mask.Text(probe.Path), Body = probe.Body is { } body ? mask.Text(body, cutOff: true) : null, Error = probe.Error is { } error ? mask.Text(error) : null } : null,
        Output = [.. evidence.Output.Select(line => line with { Text = mask.Text(line.Text, cutOff: System.Text.Encoding.UTF8.GetByteCount(line.Text) >= CutFrom) })],
    };
}
