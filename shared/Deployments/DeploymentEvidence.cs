using System.Text.Json;
using ClickDeploy.Core;
using ClickDeploy.Health;
using ClickDeploy.Storage;
using ClickDeploy.Targets;

namespace ClickDeploy.Deployments;

/// <summary>What was seen when a deployment failed: the last probe and what the instance wrote last.</summary>
public sealed record DeploymentEvidence(ProbeResult? Probe, IReadOnlyList<OutputLine> Output, DateTimeOffset TakenAt);

/// <summary>Evidence is kept beside the deployment: 200 lines of 8 KiB are too large for its row.</summary>
public sealed class EvidenceStore(IStorage storage)
{
    private readonly IBlobs _blobs = storage.Blobs("evidence");

    public Task Put(DeploymentRef deployment, DeploymentEvidence evidence, CancellationToken cancellation = default) =>
        _blobs.Put(Name(deployment), JsonSerializer.SerializeToUtf8Bytes(evidence, Json.Options), cancellation);

    public async Task<DeploymentEvidence?> Find(DeploymentRef deployment, CancellationToken cancellation = default) =>
        await _blobs.Read(Name(deployment), cancellation: cancellation) is { } bytes ? JsonSerializer.Deserialize<DeploymentEvidence>(bytes, Json.Options) : null;

    public Task Remove(DeploymentRef deployment, CancellationToken cancellation = default) => _blobs.Delete(Name(deployment), cancellation);

    private static string Name(DeploymentRef deployment) => $"{deployment.Service.OrgId.Key}/{deployment.Id}";
}
