using System.Net;
using System.Text.Json;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Plans;
using ClickDeploy.Services;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Services;

public sealed class ServiceTests(AppFixture fixture) : IClassFixture<AppFixture>, IAsyncLifetime
{
    private readonly TestApp _app = fixture.App;
    private readonly string _org = AppFixture.NewOrg();
    private Caller _owner = null!;
    private string _project = null!;

    private static object Git => new { provider = "git", url = "https://github.com/acme/web", branch = "main", root_dir = "apps/./web/" };

    public async Task InitializeAsync()
    {
        _owner = _app.AsOwner(_org);
        _project = (await _owner.Post("/projects", new { name = "Shop" })).Is(HttpStatusCode.Created).Field("id");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Create_WithANameOnly_IsANodeThatIsNotConfigured()
    {
        var made = (await Create(new { name = "web" })).Is(HttpStatusCode.Created);

        Assert.Equal($"/v1/click-deploy/services/{made.Field("id")}", made.Headers["Location"]);
        Assert.Equal(("not_configured", "app", "medium", 8080, 1), (made.Field("status"), made.Field("type"), made.Field("instance_size"), made.Json.GetProperty("port").GetInt32(), made.Json.GetProperty("instance_count").GetInt32()));
        Assert.All(new[] { "git_source", "generated_url", "technology", "current_deployment_id", "latest_deployment", "start_command" }, field => Assert.Equal(JsonValueKind.Null, made.Json.GetProperty(field).ValueKind));
        Assert.Equal(made.ETag, (await _owner.Get($"/services/{made.Field("id")}")).Is(HttpStatusCode.OK).ETag);
    }

    [Fact]
    public async Task Create_WithEverything_KeepsIt()
    {
        var made = (await Create(new
        {
            name = "web",
            type = "app",
            git_source = Git,
            install_command = "npm ci",
            build_command = "",
            start_command = "node \"a b\" && true 🙂",
            instance_size = "xlarge",
            instance_count = 1,
            port = (int?)null,
            auto_deploy = false,
            health_check_path = "healthz?full=1",
            canvas_x = 12.6,
            canvas_y = -40,
        })).Is(HttpStatusCode.Created);

        var read = (await _owner.Get($"/services/{made.Field("id")}")).Json;
        Assert.Equal("ready", read.GetProperty("status").GetString());
        var source = read.GetProperty("git_source");
        Assert.Equal(("git", "https://github.com/acme/web", "main", "/apps/web"), (source.GetProperty("provider").GetString(), source.GetProperty("url").GetString(), source.GetProperty("branch").GetString(), source.GetProperty("root_dir").GetString()));
        Assert.Equal("node \"a b\" && true 🙂", read.GetProperty("start_command").GetString());
        Assert.Equal(JsonValueKind.Null, read.GetProperty("build_command").ValueKind);
        Assert.Equal(JsonValueKind.Null, read.GetProperty("port").ValueKind);
        Assert.Equal("/healthz?full=1", read.GetProperty("health_check_path").GetString());
        Assert.Equal((13, -40), (read.GetProperty("canvas_x").GetInt32(), read.GetProperty("canvas_y").GetInt32()));
        Assert.Equal(made.Json.GetRawText(), read.GetRawText());
    }

    [Theory]
    [InlineData("""{}""", "name", "required")]
    [InlineData("""{"name": ""}""", "name", "invalid_name")]
    [InlineData("""{"name": "Web"}""", "name", "invalid_name")]
    [InlineData("""{"name": "1web"}""", "name", "invalid_name")]
    [InlineData("""{"name": "web-"}""", "name", "invalid_name")]
    [InlineData("""{"name": "we_b"}""", "name", "invalid_name")]
    [InlineData("""{"name": "web\n"}""", "name", "invalid_name")]
    [InlineData("""{"name": "a23456789012345678901234567890123456789012345678901234567890123x"}""", "name", "invalid_name")]
    [InlineData("""{"name": "a", "type": "database"}""", "type", "unknown_type")]
    [InlineData("""{"name": "a", "port": 0}""", "port", "out_of_range")]
    [InlineData("""{"name": "a", "port": 65536}""", "port", "out_of_range")]
    [InlineData("""{"name": "a", "port": 80.5}""", "port", "wrong_type")]
    [InlineData("""{"name": "a", "port": "80"}""", "port", "wrong_type")]
    [InlineData("""{"name": "a", "port": 1e99}""", "port", "wrong_type")]
    [InlineData("""{"name": "a", "instance_size": "huge"}""", "instance_size", "wrong_type")]
    [InlineData("""{"name": "a", "instance_size": 1}""", "instance_size", "wrong_type")]
    [InlineData("""{"name": "a", "instance_size": "Medium"}""", "instance_size", "wrong_type")]
    [InlineData("""{"name": "a", "instance_count": 0}""", "instance_count", "out_of_range")]
    [InlineData("""{"name": "a", "instance_count": 2}""", "instance_count", "not_on_target")]
    [InlineData("""{"name": "a", "instance_count": null}""", "instance_count", "wrong_type")]
    [InlineData("""{"name": "a", "start_command": "a\u0000b"}""", "start_command", "invalid_characters")]
    [InlineData("""{"name": "a", "start_command": ["a"]}""", "start_command", "wrong_type")]
    [InlineData("""{"name": "a", "health_check_path": "/../x"}""", "health_check_path", "invalid_path")]
    [InlineData("""{"name": "a", "health_check_path": "/a b"}""", "health_check_path", "invalid_path")]
    [InlineData("""{"name": "a", "health_check_path": "/ä"}""", "health_check_path", "invalid_path")]
    [InlineData("""{"name": "a", "health_check_path": "/a\r\nHost: x"}""", "health_check_path", "invalid_path")]
    [InlineData("""{"name": "a", "canvas_x": 1e300}""", "canvas_x", "out_of_range")]
    [InlineData("""{"name": "a", "canvas_y": null}""", "canvas_y", "wrong_type")]
    [InlineData("""{"name": "a", "git_source": "https://github.com/acme/web"}""", "git_source", "wrong_type")]
    [InlineData("""{"name": "a", "git_source": {}}""", "git_source.url", "required")]
    [InlineData("""{"name": "a", "git_source": {"url": null}}""", "git_source.url", "wrong_type")]
    [InlineData("""{"name": "a", "git_source": {"url": ""}}""", "git_source.url", "required")]
    [InlineData("""{"name": "a", "git_source": {"url": "ext::sh -c id"}}""", "git_source.url", "invalid_characters")]
    [InlineData("""{"name": "a", "git_source": {"url": "--upload-pack=id"}}""", "git_source.url", "invalid_url")]
    [InlineData("""{"name": "a", "git_source": {"url": "https://u:p@github.com/acme/web"}}""", "git_source.url", "credentials_in_url")]
    [InlineData("""{"name": "a", "git_source": {"url": "http://github.com/acme/web"}}""", "git_source.url", "unsupported_scheme")]
    [InlineData("""{"name": "a", "git_source": {"url": "https://github.com/acme/web", "provider": "github"}}""", "git_source.provider", "unknown_provider")]
    [InlineData("""{"name": "a", "git_source": {"url": "https://github.com/acme/web", "branch": "a..b"}}""", "git_source.branch", "invalid_ref")]
    [InlineData("""{"name": "a", "git_source": {"url": "https://github.com/acme/web", "branch": "--help"}}""", "git_source.branch", "invalid_ref")]
    [InlineData("""{"name": "a", "git_source": {"url": "https://github.com/acme/web", "root_dir": "a/../../b"}}""", "git_source.root_dir", "invalid_path")]
    [InlineData("""{"name": "a", "git_source": {"url": "https://github.com/acme/web", "root_dir": "a\u0000"}}""", "git_source.root_dir", "invalid_path")]
    [InlineData("""{"name": "a", "git_source": {"url": "https://github.com/acme/web", "token": "x\nquit=1"}}""", "git_source.token", "invalid_token")]
    [InlineData("""{"name": "a", "git_source": {"url": "ssh://git@github.com/acme/web", "token": "x"}}""", "git_source.token", "not_with_this_url")]
    [InlineData("""{"name": "a", "git_source": {"url": "https://a.b/c", "url": "https://a.b/d"}}""", "git_source.url", "duplicate_field")]
    [InlineData("""{"name": "a", "status": "live"}""", "status", "unknown_field")]
    public async Task Create_WithAFault_NamesTheField(string json, string field, string? code)
    {
        var answer = (await _owner.Send(HttpMethod.Post, $"/projects/{_project}/services", json)).IsProblem(HttpStatusCode.BadRequest, "invalid_request");

        Assert.True(answer.Faults.TryGetValue(field, out var seen) && (code ?? seen) == seen, answer.Text);
        Assert.Equal(0, (await _owner.Get($"/projects/{_project}/services")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Create_WithACommandThatIsTooLong_NamesTheField()
    {
        (await Create(new { name = "a", start_command = new string('x', 4096) })).Is(HttpStatusCode.Created);
        // Each of these letters has two bytes.
        var refused = await Create(new { name = "b", start_command = new string('ä', 2049), build_command = new string('x', 4097) });

        Assert.Equal(["build_command", "start_command"], refused.IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults.Keys.Order());
    }

    [Fact]
    public async Task Create_WithTheLongestOfEverything_KeepsIt()
    {
        // Written as JSON each of these is six times as long: a row has to take it all the same.
        var command = new string('\u0001', 4096);

        var made = (await Create(new { name = "a", install_command = command, build_command = command, start_command = command })).Is(HttpStatusCode.Created);

        Assert.Equal(command, (await _owner.Get($"/services/{made.Field("id")}")).Field("start_command"));
    }

    [Fact]
    public async Task Create_WithATakenName_IsRefusedInTheSameProjectOnly()
    {
        var other = (await _owner.Post("/projects", new { name = "Other" })).Field("id");
        (await Create(new { name = "web" })).Is(HttpStatusCode.Created);

        (await Create(new { name = "web" })).IsProblem(HttpStatusCode.Conflict, "name_taken");
        (await _owner.Post($"/projects/{other}/services", new { name = "web" })).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Create_ManyAtOnce_NeverPassesTheLimit()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 60).Select(n => Create(new { name = $"s{n}" })));

        Assert.Equal(50, made.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(made.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.IsProblem(HttpStatusCode.Conflict, "limit_reached"));
        Assert.Equal(50, (await _owner.Get($"/projects/{_project}")).Json.GetProperty("services").GetArrayLength());
        Assert.Equal(50, (await _owner.Get($"/projects?slug=shop")).Json.GetProperty("items")[0].GetProperty("service_count").GetInt32());
    }

    [Fact]
    public async Task List_PageByPage_GivesEachServiceOnceNewestFirst()
    {
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            made.Add((await Create(new { name = $"s{i}" })).Field("id"));
        }

        var first = (await _owner.Get($"/projects/{_project}/services?limit=3")).Is(HttpStatusCode.OK);
        var second = (await _owner.Get($"/projects/{_project}/services?limit=3&cursor={first.Field("next_cursor")}")).Is(HttpStatusCode.OK);

        made.Reverse();
        Assert.Equal(made, Ids(first).Concat(Ids(second)));
        Assert.Equal(JsonValueKind.Null, second.Json.GetProperty("next_cursor").ValueKind);
    }

    [Fact]
    public async Task Change_OfBuilderAndOutput_IsKeptAndCheckedAgainstTheTarget()
    {
        var made = (await Create(new { name = "web", output_dir = "dist/./site/" })).Is(HttpStatusCode.Created);
        Assert.Equal(("auto", "/dist/site"), (made.Field("builder"), made.Field("output_dir")));
        var path = $"/services/{made.Field("id")}";

        Assert.Equal("plan", (await _owner.Patch(path, new { builder = "plan", output_dir = "" })).Is(HttpStatusCode.OK).Field("builder"));
        Assert.Equal(JsonValueKind.Null, (await _owner.Get(path)).Json.GetProperty("output_dir").ValueKind);

        var refused = await _owner.Patch(path, new { builder = "dockerfile", output_dir = "../etc" });
        Assert.Equal(("not_on_target", "invalid_path"), (refused.IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults["builder"], refused.Faults["output_dir"]));
        Assert.Equal("wrong_type", (await _owner.Patch(path, new { builder = "make" })).Faults["builder"]);
    }

    [Fact]
    public async Task Change_TellsAbsentFromNull()
    {
        var made = await Create(new { name = "web", git_source = Git, start_command = "run", port = 3000 });
        var path = $"/services/{made.Field("id")}";

        var worker = (await _owner.Patch(path, new { port = (int?)null })).Is(HttpStatusCode.OK).Json;
        Assert.Equal((JsonValueKind.Null, "run"), (worker.GetProperty("port").ValueKind, worker.GetProperty("start_command").GetString()));

        var cleared = (await _owner.Patch(path, new { start_command = (string?)null })).Is(HttpStatusCode.OK).Json;
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (cleared.GetProperty("start_command").ValueKind, cleared.GetProperty("port").ValueKind));

        var branch = (await _owner.Patch(path, new { git_source = new { branch = "next" } })).Is(HttpStatusCode.OK).Json.GetProperty("git_source");
        Assert.Equal(("https://github.com/acme/web", "next", "/apps/web"), (branch.GetProperty("url").GetString(), branch.GetProperty("branch").GetString(), branch.GetProperty("root_dir").GetString()));

        var without = (await _owner.Patch(path, new { git_source = (object?)null })).Is(HttpStatusCode.OK);
        Assert.Equal("not_configured", without.Field("status"));
    }

    [Fact]
    public async Task Change_WithFaults_NamesAllAndChangesNothing()
    {
        var made = await Create(new { name = "web" });

        var refused = await _owner.Patch($"/services/{made.Field("id")}", new { name = "Web!", port = 0, git_source = new { branch = "x" }, nothing = 1, type = "app" });

        Assert.Equal(["git_source.url", "name", "nothing", "port", "type"], refused.IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults.Keys.Order());
        Assert.Equal(made.ETag, (await _owner.Get($"/services/{made.Field("id")}")).ETag);
    }

    [Fact]
    public async Task Change_OfTheName_FreesTheOldOne()
    {
        var web = await Create(new { name = "web" });
        var api = await Create(new { name = "api" });

        (await _owner.Patch($"/services/{web.Field("id")}", new { name = "api" })).IsProblem(HttpStatusCode.Conflict, "name_taken");
        (await _owner.Patch($"/services/{web.Field("id")}", new { name = "front" })).Is(HttpStatusCode.OK);
        (await _owner.Patch($"/services/{api.Field("id")}", new { name = "web" })).Is(HttpStatusCode.OK);
        (await Create(new { name = "front" })).IsProblem(HttpStatusCode.Conflict, "name_taken");
        (await Create(new { name = "api" })).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Change_WithAStaleETag_IsRefused()
    {
        var made = await Create(new { name = "web" });
        var path = $"/services/{made.Field("id")}";
        (await _owner.Patch(path, new { port = 1 }, ("If-Match", made.ETag!))).Is(HttpStatusCode.OK);

        (await _owner.Patch(path, new { port = 2 }, ("If-Match", made.ETag!))).IsProblem(HttpStatusCode.PreconditionFailed, "stale");
        Assert.Equal(1, (await _owner.Get(path)).Json.GetProperty("port").GetInt32());
    }

    [Fact]
    public async Task Get_OfALiveServiceWithSavedChanges_ShowsThem()
    {
        var made = await Create(new { name = "web", git_source = Git, start_command = "run" });
        var id = Guid.Parse(made.Field("id"));
        await Deploy(id, DeploymentStatus.Live);

        var live = (await _owner.Get($"/services/{id}")).Json;
        Assert.Equal(("live", "http://web0001.localhost:8080", "web0001", "Node"), (live.GetProperty("status").GetString(), live.GetProperty("generated_url").GetString(), live.GetProperty("subdomain").GetString(), live.GetProperty("technology").GetString()));
        Assert.Equal(0, live.GetProperty("pending_changes").GetArrayLength());
        var latest = live.GetProperty("latest_deployment");
        Assert.Equal((live.GetProperty("current_deployment_id").GetString(), 1, "live", id.ToString()), (latest.GetProperty("id").GetString(), latest.GetProperty("number").GetInt32(), latest.GetProperty("status").GetString(), latest.GetProperty("service_id").GetString()));

        var changed = (await _owner.Patch($"/services/{id}", new { start_command = "walk", git_source = new { branch = (string?)null }, auto_deploy = false })).Is(HttpStatusCode.OK);
        Assert.Equal(
            """[{"field":"git_source.branch","old":"main","new":null},{"field":"start_command","old":"run","new":"walk"}]""",
            changed.Json.GetProperty("pending_changes").GetRawText());

        var item = (await _owner.Get("/projects")).Json.GetProperty("items").EnumerateArray().Single(project => project.GetProperty("id").GetString() == _project);
        Assert.Equal(("live", "Node", "http://web0001.localhost:8080"), (item.GetProperty("status").GetString(), item.GetProperty("technologies")[0].GetString(), item.GetProperty("urls")[0].GetString()));
        Assert.Equal(("web", "live"), (item.GetProperty("nodes")[0].GetProperty("name").GetString(), item.GetProperty("nodes")[0].GetProperty("status").GetString()));
        Assert.Equal(("live", item.GetProperty("nodes")[0].GetProperty("id").GetString()), (item.GetProperty("latest_deployment").GetProperty("status").GetString(), item.GetProperty("latest_deployment").GetProperty("service_id").GetString()));
    }

    [Fact]
    public async Task Get_OfALiveServiceWhoseNextDeploymentFailed_StaysLiveAndTellsWhy()
    {
        var id = Guid.Parse((await Create(new { name = "web", git_source = Git, start_command = "run" })).Field("id"));
        await Deploy(id, DeploymentStatus.Live);
        await Deploy(id, DeploymentStatus.Failed);

        var seen = (await _owner.Get($"/services/{id}")).Json;

        var latest = seen.GetProperty("latest_deployment");
        Assert.Equal(("live", "failed", "broken"), (seen.GetProperty("status").GetString(), latest.GetProperty("status").GetString(), latest.GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal("Node", seen.GetProperty("technology").GetString());
    }

    private Task<Answer> Create(object service) => _owner.Post($"/projects/{_project}/services", service);

    // What the orchestration writes of a deployment that ended so.
    private async Task Deploy(Guid id, DeploymentStatus status)
    {
        var service = (await _app.Services.GetRequiredService<ServiceStore>().Find(new(_org), new(id)))!.Value;
        var deployments = _app.Services.GetRequiredService<DeploymentStore>();
        var added = await deployments.Add(new(ServiceRef.Of(service), Guid.NewGuid(), DateTimeOffset.UtcNow), DeploymentTrigger.Manual, null);
        foreach (var step in new[] { DeploymentStatus.Building, DeploymentStatus.Deploying, DeploymentStatus.Checking, status })
        {
            await deployments.Change(added.Ref, deployment => deployment with
            {
                Status = step,
                Config = service,
                Plan = new BuildPlan { Provider = "node", Technology = "Node" },
                Error = step == DeploymentStatus.Failed ? new Failure("broken", "It broke.", "Mend it.") : null,
            });
        }

        if (status == DeploymentStatus.Live)
        {
            await _app.Services.GetRequiredService<ServiceStateStore>().Change(added.Ref.Service, state => state with { Host = "web0001.localhost", Current = added.Ref.Id, Desired = true });
        }
    }

    private static IEnumerable<string> Ids(Answer page) => page.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!);
}
