using System.Net;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Variables;
using ClickDeploy.Plans;
using ClickDeploy.Services;
using ClickDeploy.Variables;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Services;

public sealed class PendingChangeTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private readonly TestApp _app = fixture.App;
    private readonly string _org = AppFixture.NewOrg();

    private Caller Developer => _app.As(_org, Role.Developer);

    [Fact]
    public async Task Variables_ThatDifferFromTheDeployed_ArePendingAndSecretsAreNotShown()
    {
        var service = await CreateLive();
        await Set(service, new { KEPT = "1", CHANGED = "3", NEW = "4", NEW_TOKEN = "hunter33", DB_PASSWORD = "hunter33" });
        (await Developer.Delete($"{service}/env/GONE")).Is(HttpStatusCode.NoContent);

        Assert.Equal(
            """[{"field":"env.CHANGED","old":"2","new":"3"},{"field":"env.DB_PASSWORD","old":"****","new":"****"},{"field":"env.GONE","old":"x","new":null},{"field":"env.NEW","old":null,"new":"4"},{"field":"env.NEW_TOKEN","old":null,"new":"****"}]""",
            (await Developer.Get(service)).Json.GetProperty("pending_changes").GetRawText());
        await Set(service, new { CHANGED = "2", GONE = "x", DB_PASSWORD = "hunter22" });
        Assert.Equal(["env.NEW", "env.NEW_TOKEN"], await Pending(service));
    }

    [Fact]
    public async Task Variable_ThatBecomesASecret_IsNotShownAsItWas()
    {
        var service = await CreateLive();
        (await Developer.Patch($"{service}/env/CHANGED", new { is_secret = true, value = "hunter33" })).Is(HttpStatusCode.OK);

        Assert.Equal("""[{"field":"env.CHANGED","old":"****","new":"****"}]""", (await Developer.Get(service)).Json.GetProperty("pending_changes").GetRawText());
    }

    [Fact]
    public async Task Discard_All_IsAsDeployed()
    {
        var service = await CreateLive();
        await Set(service, new { CHANGED = "3", NEW = "4", DB_PASSWORD = "hunter33" });
        (await Developer.Patch(service, new { port = 1234, start_command = "walk", name = "front", git_source = new { branch = "next" } })).Is(HttpStatusCode.OK);

        var back = (await Developer.Post($"{service}/discard", null)).Is(HttpStatusCode.OK);

        Assert.Equal(0, back.Json.GetProperty("pending_changes").GetArrayLength());
        Assert.Equal(("front", "run", 8080, "main"), (back.Field("name"), back.Field("start_command"), back.Json.GetProperty("port").GetInt32(), back.Json.GetProperty("git_source").GetProperty("branch").GetString()));
        Assert.Equal(["CHANGED", "DB_PASSWORD", "GONE", "KEPT"], (await Developer.Get($"{service}/env")).Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("key").GetString()));
        Assert.Equal(back.ETag, (await Developer.Get(service)).ETag);
    }

    [Fact]
    public async Task Discard_SomeFields_LeavesTheOthers()
    {
        var service = await CreateLive();
        await Set(service, new { CHANGED = "3", NEW = "4" });
        (await Developer.Patch(service, new { port = 1234, git_source = (object?)null })).Is(HttpStatusCode.OK);

        (await Developer.Post($"{service}/discard", new { fields = new[] { "git_source.url", "env.NEW" } })).Is(HttpStatusCode.OK);

        Assert.Equal(["port", "env.CHANGED"], await Pending(service));
    }

    [Fact]
    public async Task Discard_OfWhatIsNoField_IsRefused()
    {
        var service = await CreateLive();
        Assert.Equal("unknown_field", (await Developer.Post($"{service}/discard", new { fields = new[] { "colour" } })).IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults["fields"]);
        (await _app.As(_org, Role.Viewer).Post($"{service}/discard", null)).IsProblem(HttpStatusCode.Forbidden, "role_too_low");
        (await _app.AsOwner(AppFixture.NewOrg()).Post($"{service}/discard", null)).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Discard_OfAServiceThatWasNeverDeployed_IsRefused()
    {
        var service = await Create();
        (await Developer.Post($"{service}/discard", null)).IsProblem(HttpStatusCode.Conflict, "not_deployed");
    }

    [Fact]
    public async Task Change_WithDeploy_SavesAndDeploys()
    {
        var service = await Create();

        var answer = (await Developer.Patch($"{service}?deploy=true", new { port = 1234 })).Is(HttpStatusCode.Accepted);

        Assert.Equal(1234, answer.Json.GetProperty("port").GetInt32());
        var deployment = (await Developer.Get(answer.Headers["Location"]["/v1/click-deploy".Length..])).Is(HttpStatusCode.OK);
        Assert.Equal(answer.Json.GetProperty("latest_deployment").GetProperty("id").GetString(), deployment.Field("id"));
    }

    [Fact]
    public async Task Change_WithDeployAndNoSource_SavesNothing()
    {
        var service = await Create();
        (await Developer.Patch($"{service}?deploy=true", new { git_source = (object?)null })).IsProblem(HttpStatusCode.Conflict, "not_configured");
        Assert.Equal("wrong_type", (await Developer.Patch($"{service}?deploy=yes", new { })).IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults["deploy"]);
        Assert.Equal("ready", (await Developer.Get(service)).Field("status"));
    }

    [Fact]
    public async Task Exception_WithASecret_GoesOnWithoutIt()
    {
        var service = await CreateLive();
        var reference = (await Reference(service));
        var variables = _app.Services.GetRequiredService<DeploymentVariables>();
        await variables.Mask(new Deployment { Ref = new(reference, Guid.NewGuid(), default), Number = 1, Status = DeploymentStatus.Live, TriggeredBy = DeploymentTrigger.Manual, Variables = 1 });
        var middleware = new SecretMiddleware(variables);

        var hidden = middleware.Hidden(new IOException("cannot send", new IOException("password hunter22 refused")));

        Assert.DoesNotContain("hunter22", hidden!.ToString());
        Assert.Equal("IOException: **** refused", middleware.Hidden(new IOException("hunter22 refused"))!.Message);
        Assert.Null(middleware.Hidden(new IOException("refused")));
    }

    private async Task<string> Create()
    {
        var project = (await Developer.Post("/projects", new { name = "Shop" })).Is(HttpStatusCode.Created).Field("id");
        var made = await Developer.Post($"/projects/{project}/services", new { name = "web", start_command = "run", git_source = new { url = "file:///nowhere/at/all", branch = "main" } });
        return $"/services/{made.Is(HttpStatusCode.Created).Field("id")}";
    }

    private async Task<string> CreateLive()
    {
        var service = await Create();
        await Set(service, new { KEPT = "1", CHANGED = "2", GONE = "x", DB_PASSWORD = "hunter22" });
        var reference = await Reference(service);
        var config = (await _app.Services.GetRequiredService<ServiceStore>().Find(reference.OrgId, reference.ServiceId))!.Value;
        var revision = (await _app.Services.GetRequiredService<VariableStore>().Newest(reference)).Number;
        var deployments = _app.Services.GetRequiredService<DeploymentStore>();
        var added = await deployments.Add(new(reference, Guid.NewGuid(), DateTimeOffset.UtcNow), new DeploymentRequest(DeploymentTrigger.Manual));
        foreach (var status in new[] { DeploymentStatus.Building, DeploymentStatus.Deploying, DeploymentStatus.Checking, DeploymentStatus.Live })
        {
            await deployments.Change(added.Ref, deployment => deployment with { Status = status, Config = config, Variables = revision, Plan = new BuildPlan { Provider = "node", Technology = "Node" } });
        }

        await _app.Services.GetRequiredService<ServiceStateStore>().Change(reference, state => state with { Host = "web0001.localhost", Current = added.Ref.Id });
        return service;
    }

    private async Task<ServiceRef> Reference(string service)
    {
        var shown = (await Developer.Get(service)).Json;
        return new(_org, shown.GetProperty("project_id").GetGuid(), shown.GetProperty("id").GetGuid());
    }

    private async Task Set(string service, object variables) => (await Developer.Post($"{service}/env/bulk", new { variables })).Is(HttpStatusCode.OK);

    private async Task<IEnumerable<string?>> Pending(string service) => (await Developer.Get(service)).Json.GetProperty("pending_changes").EnumerateArray().Select(change => change.GetProperty("field").GetString());
}
