using System.Security.Cryptography;
using System.Text.Json;
using ClickDeploy.Core;
using ClickDeploy.Functions.Alerts;
using ClickDeploy.Functions.Deployments;
using ClickDeploy.Functions.Links;
using ClickDeploy.Functions.Services;
using ClickDeploy.Projects;

namespace ClickDeploy.Functions.Projects;

/// <summary>
/// What one reader of a project's events has seen, and what is new to it. State, not a log: the first look is the whole project, each later one gives the
/// nodes and deployments that are other than before, whole.
/// </summary>
internal sealed class ProjectChanges
{
    private readonly Dictionary<string, string> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _deployments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _alerts = new(StringComparer.Ordinal);
    private string? _links;
    private Project? _project;

    /// <summary>The events that bring the reader from what it has seen to this, in order.</summary>
    public IEnumerable<(string Name, byte[] Data)> Since(Project project, IReadOnlyList<ServiceLook> services, IReadOnlyList<AlertSnapshot> alerts) => _project == project
        ? [.. Gone(services), .. Nodes(services), .. Links(services), .. Changed("deployment", _deployments, services.Select(Shown).OfType<DeploymentSnapshot>(), shown => shown.Id.ToString()), .. Changed("alert", _alerts, alerts, alert => alert.Id.ToString())]
        : [All(project, services, alerts)];

    private (string Name, byte[] Data) All(Project project, IReadOnlyList<ServiceLook> services, IReadOnlyList<AlertSnapshot> alerts)
    {
        _project = project;
        foreach (var alert in alerts)
        {
            _alerts[alert.Id.ToString()] = Revision(Bytes(alert));
        }

        _nodes.Clear();
        foreach (var look in services)
        {
            _nodes[look.Service.Id.ToString()] = Revision(Bytes(look.Service));
            if (Shown(look) is { } deployment)
            {
                _deployments[deployment.Id.ToString()] = Revision(Bytes(deployment));
            }
        }

        _links = Revision(Bytes(LinkSnapshot.Between(services)));
        var snapshot = new ProjectState(ProjectSnapshot.Of(project, services), new Dictionary<string, string>(_nodes), [.. services.Select(Shown).OfType<DeploymentSnapshot>()], [.. alerts.Where(alert => alert.ClosedAt is null)]);
        return ("snapshot", Bytes(snapshot));
    }

    private IEnumerable<(string Name, byte[] Data)> Gone(IReadOnlyList<ServiceLook> services)
    {
        foreach (var id in _nodes.Keys.Except(services.Select(look => look.Service.Id.ToString())).ToList())
        {
            _nodes.Remove(id);
            yield return ("gone", Bytes(new NodeGone("service", id)));
        }
    }

    private IEnumerable<(string Name, byte[] Data)> Nodes(IReadOnlyList<ServiceLook> services)
    {
        foreach (var service in services.Select(look => look.Service))
        {
            var revision = Revision(Bytes(service));
            if (_nodes.GetValueOrDefault(service.Id.ToString()) != revision)
            {
                _nodes[service.Id.ToString()] = revision;
                yield return ("node", Bytes(new NodeState("service", service.Id.ToString(), revision, service)));
            }
        }
    }

    // All of them: they are few, and one may go.
    private IEnumerable<(string Name, byte[] Data)> Links(IReadOnlyList<ServiceLook> services)
    {
        var links = LinkSnapshot.Between(services);
        if (Revision(Bytes(links)) is var revision && revision != _links)
        {
            _links = revision;
            yield return ("links", Bytes(new ProjectLinks(links)));
        }
    }

    private static IEnumerable<(string Name, byte[] Data)> Changed<T>(string name, Dictionary<string, string> seen, IEnumerable<T> shown, Func<T, string> id)
    {
        foreach (var item in shown)
        {
            var data = Bytes(item);
            var revision = Revision(data);
            if (seen.GetValueOrDefault(id(item)) != revision)
            {
                seen[id(item)] = revision;
                yield return (name, data);
            }
        }
    }

    private static DeploymentSnapshot? Shown(ServiceLook look) => look.Newest is { } newest ? DeploymentSnapshot.Of(newest) : null;

    // Of the content: two of the same revision are the same.
    private static string Revision(byte[] data) => Convert.ToHexStringLower(SHA256.HashData(data).AsSpan(0, 8));

    private static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Json.Options);
}

/// <summary><c>event: snapshot</c>: the project as <c>GET /projects/{id}</c> has it, the revision of each node by its id, the newest deployment of each service, and the open alerts.</summary>
public sealed record ProjectState(ProjectSnapshot Project, IReadOnlyDictionary<string, string> Revisions, IReadOnlyList<DeploymentSnapshot> Deployments, IReadOnlyList<AlertSnapshot> Alerts);

/// <summary><c>event: node</c>: one that was made or is other than before.</summary>
public sealed record NodeState(string Kind, string Id, string Revision, ServiceSnapshot Node);

/// <summary><c>event: links</c>: all of the project, when one was made or went.</summary>
public sealed record ProjectLinks(IReadOnlyList<LinkSnapshot> Links);

/// <summary><c>event: gone</c>: one that is no more.</summary>
public sealed record NodeGone(string Kind, string Id);
