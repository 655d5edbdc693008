using System.Net;
using System.Text.Json;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Projects;
using ClickDeploy.Functions.Services;
using ClickDeploy.Projects;
using ClickDeploy.Services;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Projects;

public sealed class ProjectViewTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private readonly IServiceProvider _services = fixture.App.Services;
    private readonly string _org = AppFixture.NewOrg();

    private Caller Owner => fixture.App.AsOwner(_org);

    [Fact]
    public async Task Read_AfterEachKindOfChange_IsAsWhoeverLooksFirstSeesIt()
    {
        var project = (await Owner.Post("/projects", new { name = "Shop" })).Is(HttpStatusCode.Created).Field("id");
        var (web, api) = (await NewService(project, "web"), await NewService(project, "api"));
        var reference = new ServiceRef(_org, Guid.Parse(project), Guid.Parse(web));
        var seen = new HashSet<string> { await Read(project) };

        await Change(() => Owner.Patch($"/projects/{project}", new { name = "Market" }));
        await Change(() => Owner.Patch($"/services/{web}", new { start_command = "walk" }));
        await Change(() => Owner.Patch($"/services/{web}/position", new { canvas_x = 7, canvas_y = 8 }));
        await Change(() => Owner.Post($"/projects/{project}/links", new { source = web, target = api }));
        var first = await NewDeployment(reference);
        await Changed();
        await Advance(first, DeploymentStatus.Live);
        await Changed();
        await States.Change(reference, state => state with { Host = "web0001.localhost", Current = first.Id, Desired = true });
        await Changed();
        await Change(() => Owner.Post($"/services/{web}/env", new { key = "COLOUR", value = "red" }));
        await Change(() => Owner.Patch($"/services/{web}/env/COLOUR", new { value = "blue" }));
        await Change(() => Owner.Patch($"/services/{web}", new { port = 1234 }));
        await Advance(await NewDeployment(reference), DeploymentStatus.Failed);
        await Changed();
        await States.Change(reference, state => state with { Failure = new Failure("crash_loop", "It ends at once.", "Read its log.") });
        await Changed();
        await _services.GetRequiredService<ServiceStore>().Remove(reference.OrgId, reference.ServiceId);
        await Changed();

        async Task Change(Func<Task<Answer>> write)
        {
            Assert.InRange((int)(await write()).Status, 200, 299);
            await Changed();
        }

        async Task Changed()
        {
            Assert.True(seen.Add(await Read(project)), "The answer is one from before the change.");
            (await fixture.App.AsOwner(AppFixture.NewOrg()).Get($"/projects/{project}")).Is(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Read_WhereNothingChanged_IsNotWrittenAgain()
    {
        var project = (await Owner.Post("/projects", new { name = "Shop" })).Is(HttpStatusCode.Created).Field("id");
        var reference = new ServiceRef(_org, Guid.Parse(project), Guid.Parse(await NewService(project, "web")));
        var live = await NewDeployment(reference);
        await Advance(live, DeploymentStatus.Live);
        await States.Change(reference, state => state with { Current = live.Id, Desired = true });
        await Advance(await NewDeployment(reference), DeploymentStatus.Failed);
        var (view, found) = (_services.GetRequiredService<ProjectView>(), await Find(project));

        Assert.Same(await view.ShowJson(found, default), await view.ShowJson(await Find(project), default));
    }

    private ServiceStateStore States => _services.GetRequiredService<ServiceStateStore>();

    // Twice, and the same as a view that has seen nothing yet.
    private async Task<string> Read(string project)
    {
        var fresh = new ProjectView(ActivatorUtilities.CreateInstance<ServiceView>(_services));
        var expected = JsonSerializer.Serialize(await fresh.Show(await Find(project), default), Json.Options);
        Assert.Equal(expected, (await Owner.Get($"/projects/{project}")).Is(HttpStatusCode.OK).Text);
        Assert.Equal(expected, (await Owner.Get($"/projects/{project}")).Text);
        return expected;
    }

    private async Task<Project> Find(string project) => (await _services.GetRequiredService<ProjectStore>().Find(new(_org), new(Guid.Parse(project))))!.Value;

    private async Task<string> NewService(string project, string name) =>
        (await Owner.Post($"/projects/{project}/services", new { name, git_source = new { url = "file:///nowhere/at/all" } })).Is(HttpStatusCode.Created).Field("id");

    private async Task<DeploymentRef> NewDeployment(ServiceRef service) =>
        (await _services.GetRequiredService<DeploymentStore>().Add(new(service, Guid.NewGuid(), DateTimeOffset.UtcNow), DeploymentTrigger.Manual, null)).Ref;

    private async Task Advance(DeploymentRef deployment, DeploymentStatus last)
    {
        var config = (await _services.GetRequiredService<ServiceStore>().Find(deployment.Service.OrgId, deployment.Service.ServiceId))!.Value;
        foreach (var status in new[] { DeploymentStatus.Building, DeploymentStatus.Deploying, DeploymentStatus.Checking, last })
        {
            await _services.GetRequiredService<DeploymentStore>().Change(deployment, before => before with { Status = status, Config = config });
        }
    }
}
