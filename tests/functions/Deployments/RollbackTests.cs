using System.Net;
using System.Text.Json;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Plans;
using ClickDeploy.Releases;
using ClickDeploy.Services;
using ClickDeploy.Variables;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Deployments;

public sealed class RollbackTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private readonly TestApp _app = fixture.App;
    private readonly string _org = AppFixture.NewOrg();
    private DateTimeOffset _now = DateTimeOffset.UtcNow;

    private Caller Owner => _app.AsOwner(_org);

    [Fact]
    public async Task Candidates_AreKeptReleasesThatDiffer()
    {
        var service = await Create();
        var first = await Deployed(service, DeploymentStatus.Live);
        await Deployed(service, DeploymentStatus.Live, kept: false);
        await Deployed(service, DeploymentStatus.Failed);
        await Deployed(service, DeploymentStatus.Live);

        var candidates = (await Owner.Get($"/services/{service.Service}/rollback-candidates")).Is(HttpStatusCode.OK).Json.GetProperty("items");

        Assert.Equal(first.Id.ToString(), Assert.Single(candidates.EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Rollback_IsAcceptedAsADeployment_AndAutoDeployIsOffUntilItIsSwitchedOn()
    {
        var service = await Create();
        var first = await Deployed(service, DeploymentStatus.Live);
        await Deployed(service, DeploymentStatus.Live);

        var rollback = (await Owner.Post($"/services/{service.Service}/rollback/{first.Id}", null)).Is(HttpStatusCode.Accepted);

        Assert.Equal(("rollback", 3), (rollback.Field("triggered_by"), rollback.Json.GetProperty("number").GetInt32()));
        Assert.Equal((first.Id.ToString(), 1), (rollback.Json.GetProperty("rollback_to").GetProperty("id").GetString(), rollback.Json.GetProperty("rollback_to").GetProperty("number").GetInt32()));
        Assert.Equal($"/v1/click-deploy/deployments/{rollback.Field("id")}", rollback.Headers["Location"]);
        var shown = (await Owner.Get($"/services/{service.Service}")).Json;
        Assert.False(shown.GetProperty("auto_deploy").GetBoolean());
        var pause = shown.GetProperty("auto_deploy_paused");
        Assert.Equal(("rollback", 1, rollback.Field("id")), (pause.GetProperty("reason").GetString(), pause.GetProperty("rolled_back_to").GetInt32(), pause.GetProperty("deployment_id").GetString()));

        var on = (await Owner.Patch($"/services/{service.Service}", new { auto_deploy = true })).Is(HttpStatusCode.OK).Json;
        Assert.Equal((true, JsonValueKind.Null), (on.GetProperty("auto_deploy").GetBoolean(), on.GetProperty("auto_deploy_paused").ValueKind));
    }

    [Fact]
    public async Task Rollback_ThatCannotBe_IsRefusedWithWhyAndTheFix()
    {
        var service = await Create();
        var gone = await Deployed(service, DeploymentStatus.Live, kept: false);
        var failed = await Deployed(service, DeploymentStatus.Failed);
        var live = await Deployed(service, DeploymentStatus.Live);
        var path = $"/services/{service.Service}/rollback";

        Assert.Contains("not kept", (await Owner.Post($"{path}/{gone.Id}", null)).IsProblem(HttpStatusCode.Conflict, "release_gone").Field("detail"));
        Assert.Contains("never live", (await Owner.Post($"{path}/{failed.Id}", null)).IsProblem(HttpStatusCode.Conflict, "never_live").Field("detail"));
        Assert.Contains("serves now", (await Owner.Post($"{path}/{live.Id}", null)).IsProblem(HttpStatusCode.Conflict, "same_release").Field("detail"));
        (await Owner.Post($"{path}/{Guid.NewGuid()}", null)).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await Owner.Post($"{path}/{(await Deployed(await Create(), DeploymentStatus.Live)).Id}", null)).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await _app.As(_org, Role.Viewer).Post($"{path}/{gone.Id}", null)).Is(HttpStatusCode.Forbidden);
        Assert.True((await Owner.Get($"/services/{service.Service}")).Json.GetProperty("auto_deploy").GetBoolean());
    }

    [Fact]
    public async Task Diff_ShowsWhatIsDifferent_AndNoValueOfAVariable()
    {
        var service = await Create();
        await Owner.Post($"/services/{service.Service}/env", new { key = "API_TOKEN", value = "hunter2-one" });
        await Owner.Post($"/services/{service.Service}/env", new { key = "GREETING", value = "hello" });
        var first = await Deployed(service, DeploymentStatus.Live, commit: "a1");
        await Owner.Patch($"/services/{service.Service}/env/API_TOKEN", new { value = "hunter2-two" });
        await Owner.Post($"/services/{service.Service}/env", new { key = "COLOUR", value = "blue" });
        await Owner.Delete($"/services/{service.Service}/env/GREETING");
        await Owner.Patch($"/services/{service.Service}", new { port = 9000 });
        var second = await Deployed(service, DeploymentStatus.Live, commit: "b2");

        var answer = (await Owner.Get($"/deployments/{first.Id}/diff/{second.Id}")).Is(HttpStatusCode.OK);

        var diff = answer.Json;
        Assert.Equal((false, true, true), (diff.GetProperty("same").GetBoolean(), diff.GetProperty("commit_changed").GetBoolean(), diff.GetProperty("image_changed").GetBoolean()));
        Assert.Equal("""[{"field":"port","old":8080,"new":9000}]""", diff.GetProperty("config").GetRawText());
        Assert.Equal(
            """[{"key":"API_TOKEN","kind":"changed"},{"key":"COLOUR","kind":"added"},{"key":"GREETING","kind":"removed"}]""",
            diff.GetProperty("variables").GetRawText());
        Assert.Equal((1, 2, "a1"), (diff.GetProperty("from").GetProperty("number").GetInt32(), diff.GetProperty("to").GetProperty("number").GetInt32(), diff.GetProperty("from").GetProperty("commit_sha").GetString()));
        Assert.DoesNotContain("hunter2", answer.Text);
        Assert.True((await Owner.Get($"/deployments/{first.Id}/diff/{first.Id}")).Json.GetProperty("same").GetBoolean());
    }

    [Fact]
    public async Task Diff_OfAnotherServicesOrSomebodyElsesDeployment_IsRefused()
    {
        var one = await Deployed(await Create(), DeploymentStatus.Live);
        var other = await Deployed(await Create(), DeploymentStatus.Live);

        (await Owner.Get($"/deployments/{one.Id}/diff/{other.Id}")).IsProblem(HttpStatusCode.Conflict, "different_services");
        (await Owner.Get($"/deployments/{one.Id}/diff/{Guid.NewGuid()}")).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await _app.AsOwner(AppFixture.NewOrg()).Get($"/deployments/{one.Id}/diff/{one.Id}")).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    private async Task<ServiceRef> Create()
    {
        var project = (await Owner.Post("/projects", new { name = $"Shop {Guid.NewGuid():N}" })).Field("id");
        var id = (await Owner.Post($"/projects/{project}/services", new { name = "web", git_source = new { url = "https://github.com/acme/web" } })).Field("id");
        return new(_org, Guid.Parse(project), Guid.Parse(id));
    }

    // What the orchestration writes of a deployment that ended so.
    private async Task<DeploymentRef> Deployed(ServiceRef service, DeploymentStatus status, bool kept = true, string commit = "c0")
    {
        var deployments = _app.Services.GetRequiredService<DeploymentStore>();
        var spec = (await _app.Services.GetRequiredService<ServiceStore>().Find(service.OrgId, service.ServiceId))!.Value;
        var variables = (await _app.Services.GetRequiredService<VariableStore>().Newest(service)).Number;
        _now = _now.AddMilliseconds(1);
        var added = await deployments.Add(new(service, Guid.NewGuid(), _now), DeploymentTrigger.Manual, null);
        foreach (var step in new[] { DeploymentStatus.Building, DeploymentStatus.Deploying, DeploymentStatus.Checking, status })
        {
            await deployments.Change(added.Ref, deployment => deployment with { Status = step, Config = spec, Variables = variables, CommitSha = commit, Plan = new BuildPlan { Provider = "node", Technology = "Node", Start = "exit 1" } });
        }

        if (kept && status == DeploymentStatus.Live)
        {
            Directory.CreateDirectory(_app.Services.GetRequiredService<ReleaseDirectories>().ReleaseOf(service.ServiceId, added.Ref.Id));
        }

        if (status == DeploymentStatus.Live)
        {
            await _app.Services.GetRequiredService<ServiceStateStore>().Change(service, state => state with { Current = added.Ref.Id });
        }

        return added.Ref;
    }
}
