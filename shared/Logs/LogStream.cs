using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Services;

namespace ClickDeploy.Logs;

/// <summary>The name of a log: blobs <c>{org}/{name}/{first seq:D16}</c> of the container <c>logs</c>.</summary>
public sealed record LogStream(string OrgKey, string Name)
{
    private const string OfService = "service-";

    public LogStream(OrgId org, string name)
        : this(org.Key, name)
    {
    }

    public static LogStream Of(DeploymentRef deployment) => new(deployment.Service.OrgId, $"deployment-{deployment.Id}");

    /// <summary>What the instances of a service write while they run.</summary>
    public static LogStream Of(ServiceRef service) => new(service.OrgId, OfService + service.ServiceId);

    /// <summary>Of a <see cref="Path"/>, or of a segment's name; null: it is none.</summary>
    public static LogStream? Parse(string path) => path.Split('/') is [var org, var name, ..] ? new(org, name) : null;

    /// <summary>The service that the stream is of, as far as its organisation and id go; null: it is another's.</summary>
    public ServiceRef? Service => IsEndless && Guid.TryParseExact(Name.AsSpan(OfService.Length), "D", out var id) ? new(OrgId.OfKey(OrgKey).Value, Guid.Empty, id) : null;

    /// <summary>It has no full size: its oldest segments go instead (<see cref="LogStore.Prune"/>).</summary>
    public bool IsEndless => Name.StartsWith(OfService, StringComparison.Ordinal);

    public string Path => $"{OrgKey}/{Name}";

    /// <summary>What every segment's name starts with.</summary>
    public string Prefix => $"{Path}/";

    /// <summary>What a new line raises in <see cref="Signals"/>.</summary>
    public string Subject => $"log|{Prefix}";

    /// <summary>The name of the segment whose first line is <paramref name="firstSeq"/>.</summary>
    public string Segment(long firstSeq) => $"{Prefix}{firstSeq:D16}";
}
