using System.Net;
using System.Text;
using ClickDeploy.Deployments;
using ClickDeploy.Operations;
using ClickDeploy.Plans;
using ClickDeploy.Releases;
using ClickDeploy.Services;
using ClickDeploy.Storage;
using ClickDeploy.Tests.Shared.Processes;
using ClickDeploy.Variables;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Idempotency;

/// <summary>
/// An organisation with one project for one request: a service that is live and has changes, one that was never deployed, one with a deployment that waits, and one whose deployment failed.
/// All of them are held by an operation that never ends, so that what is started waits, and stays to be counted.
/// </summary>
internal sealed class ReplayWorld(TestApp app, string org)
{
    private string _project = null!;
    private string _live = null!;
    private string _empty = null!;
    private string _waiting = null!;
    private string _earlier = null!;
    private string _failed = null!;
    private string _token = null!;
    private string _link = null!;
    private int _started;
    private readonly Dictionary<string, string> _tags = new(StringComparer.Ordinal);

    private Caller Owner => app.AsOwner(org);

    public static async Task<ReplayWorld> Make(TestApp app)
    {
        var world = new ReplayWorld(app, AppFixture.NewOrg());
        await world.Make();
        return world;
    }

    /// <param name="lose">What the store loses (<see cref="LosingStorage.Value"/>); null: nothing.</param>
    public Task<Answer> Send(string method, string route, string? body, string? lose = null)
    {
        var path = Fill(route).Replace("{n}", "1").Replace("{key}", "COLOUR").Replace("{deploymentId}", _earlier).Replace("{instanceId}", route.EndsWith("/retry", StringComparison.Ordinal) ? _failed : _waiting);
        var content = body is null ? null : new StringContent(body.Replace("{s}", _live).Replace("{e}", _empty), Encoding.UTF8, route.EndsWith("/import", StringComparison.Ordinal) ? "text/plain" : "application/json");
        var headers = new List<(string, string)> { ("Idempotency-Key", "once") };
        if (lose is not null)
        {
            headers.Add((LosingStorage.Header, lose));
        }

        // A POST that understands it has the same way to it as the PATCH of its object.
        if (method != "POST" && _tags.TryGetValue(route.Split('?')[0], out var tag))
        {
            headers.Add(("If-Match", tag));
        }

        return Owner.Send(new HttpMethod(method), path, content, [.. headers]);
    }

    /// <summary>How much there is of everything, without ids and times.</summary>
    public async Task<string> Look()
    {
        var text = new StringBuilder();
        var project = (await Owner.Get($"/projects/{_project}")).Json;
        text.Append($"projects {await Count("/projects")} tokens {await Count("/tokens")} {project.GetProperty("name")} deleting {project.GetProperty("deleting")} ");
        text.Append($"links {project.GetProperty("links").GetArrayLength()} started {await Started() - _started} removals {await IsRemoved(_project)} ");
        foreach (var service in project.GetProperty("services").EnumerateArray().OrderBy(service => service.GetProperty("name").GetString()))
        {
            var id = service.GetProperty("id").GetString();
            var variables = (await Owner.Get($"/services/{id}/env")).Json;
            text.Append($"{service.GetProperty("name")}: port {service.GetProperty("port")} auto {service.GetProperty("auto_deploy")} x {service.GetProperty("canvas_x")} deployments {await Count($"/services/{id}/deployments")} revision {variables.GetProperty("revision")} {variables.GetProperty("items").GetArrayLength()}; ");
        }

        return text.ToString();
    }

    private async Task Make()
    {
        _project = (await Owner.Post("/projects", new { name = "Shop" })).Is(HttpStatusCode.Created).Field("id");
        (_live, _empty) = (await NewService("live"), await NewService("never"));
        await Variable("blue");
        _earlier = await Deployed("a1");
        await Variable("red");
        await Deployed("b2");
        (await Owner.Patch($"/services/{_live}", new { port = 9000 })).Is(HttpStatusCode.OK);
        await Variable("black");
        var busy = await NewService("busy");
        _waiting = (await Owner.Post($"/services/{busy}/deploy", null)).Is(HttpStatusCode.Accepted).Field("id");
        await Eventually.Is(async () => (await Owner.Get($"/operations/{_waiting}")).Status, status => status == HttpStatusCode.OK, "\"The waiting operation is known\"");
        _failed = await Failed(await NewService("broken"));
        _token = (await Owner.Post("/tokens", new { name = "old", scopes = new[] { "viewer" } })).Is(HttpStatusCode.Created).Field("id");
        _link = (await Owner.Post($"/projects/{_project}/links", new { source = _empty, target = _live })).Is(HttpStatusCode.Created).Field("id");
        _tags["/projects/{id}"] = (await Owner.Get($"/projects/{_project}")).ETag!;
        _tags["/services/{id}"] = (await Owner.Get($"/services/{_live}")).ETag!;
        _tags["/services/{id}/env/{key}"] = (await Owner.Get($"/services/{_live}/env")).ETag!;
        _tags["/links/{id}"] = (await Owner.Get($"/services/{_empty}/env")).ETag!;
        _started = await Started();
    }

    private string Fill(string route) => route.Replace("{id}", route.Split('/')[1] switch
    {
        "projects" => _project,
        "deployments" => _waiting,
        "links" => _link,
        "tokens" => _token,
        _ => _live,
    });

    private async Task<string> NewService(string name)
    {
        var id = (await Owner.Post($"/projects/{_project}/services", new { name, git_source = new { url = "file:///nowhere/at/all" } })).Is(HttpStatusCode.Created).Field("id");
        await app.Occupy(new(org, Guid.Parse(_project), Guid.Parse(id)));
        return id;
    }

    private async Task Variable(string value) => (await Owner.Post($"/services/{_live}/env/bulk", new { variables = new { COLOUR = value } })).Is(HttpStatusCode.OK);

    // What the orchestration writes of a deployment that went live.
    private async Task<string> Deployed(string commit)
    {
        var (service, deployments) = (Reference(_live), app.Services.GetRequiredService<DeploymentStore>());
        var spec = (await app.Services.GetRequiredService<ServiceStore>().Find(service.OrgId, service.ServiceId))!.Value;
        var variables = (await app.Services.GetRequiredService<VariableStore>().Newest(service)).Number;
        var added = await deployments.Add(new(service, Guid.NewGuid(), DateTimeOffset.UtcNow), DeploymentTrigger.Manual, null);
        foreach (var step in new[] { DeploymentStatus.Building, DeploymentStatus.Deploying, DeploymentStatus.Checking, DeploymentStatus.Live })
        {
            await deployments.Change(added.Ref, deployment => deployment with { Status = step, Config = spec, Variables = variables, CommitSha = commit, Plan = new BuildPlan { Provider = "node", Technology = "Node", Start = "exit 1" } });
        }

        Directory.CreateDirectory(app.Services.GetRequiredService<ReleaseDirectories>().ReleaseOf(service.ServiceId, added.Ref.Id));
        await Change(_live, state => state with { Current = added.Ref.Id });
        return added.Ref.Id.ToString();
    }

    private async Task<string> Failed(string id)
    {
        var (service, deployments, operations) = (Reference(id), app.Services.GetRequiredService<DeploymentStore>(), app.Services.GetRequiredService<OperationStore>());
        var spec = (await app.Services.GetRequiredService<ServiceStore>().Find(service.OrgId, service.ServiceId))!.Value;
        var added = await deployments.Add(new(service, Guid.NewGuid(), DateTimeOffset.UtcNow), DeploymentTrigger.Manual, null);
        await deployments.Change(added.Ref, deployment => deployment with { Status = DeploymentStatus.Failed, Config = spec, Variables = 0 });
        await operations.Begin(service.OrgId, new(added.Ref.Id.ToString(), "deploy", "service", service.Service, service.Project, added.Ref.CreatedAt));
        await operations.End(service.OrgId, added.Ref.Id.ToString(), "failed");
        return added.Ref.Id.ToString();
    }

    private Task Change(string service, Func<ServiceState, ServiceState> change) => app.Services.GetRequiredService<ServiceStateStore>().Change(Reference(service), change);

    private ServiceRef Reference(string service) => new(org, Guid.Parse(_project), Guid.Parse(service));

    private async Task<int> Count(string path) => (await Owner.Get(path)).Is(HttpStatusCode.OK).Json.GetProperty("items").GetArrayLength();

    // Those in a project that is removed are removed by its removal, in its own time.
    private async Task<string> IsRemoved(string project)
    {
        var durable = app.Services.GetRequiredService<DurableTaskClient>();
        return await durable.GetInstanceAsync($"delete-{project}") is not null ? "project" : await durable.GetInstanceAsync($"delete-{_live}") is not null ? "service" : "none";
    }

    // The engine lists an orchestration when it is asked for. Removals are asked for by each other too.
    private async Task<int> Started()
    {
        var count = 0;
        foreach (var day in new[] { DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(-1) })
        {
            await foreach (var row in app.Services.GetRequiredService<IStorage>().Table("clickdeployindex").Query($"created|{day:yyyyMMdd}", KeyRange.All))
            {
                count += row.Key.Contains("|delete-", StringComparison.Ordinal) ? 0 : 1;
            }
        }

        return count;
    }
}
