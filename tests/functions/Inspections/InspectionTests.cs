using System.Net;
using System.Text.Json;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Jobs;
using ClickDeploy.Tests.Orchestrations.World;
using ClickDeploy.Tests.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Inspections;

public sealed class InspectionTests : IAsyncLifetime
{
    private readonly InlineJobs _jobs = new();
    private readonly SampleRepository _repository = SampleRepository.Static();
    private readonly string _org = AppFixture.NewOrg();
    private TestApp _app = null!;
    private Caller _owner = null!;

    public async Task InitializeAsync()
    {
        _app = await TestApp.Start(replace: services => services.AddSingleton<IJobs>(_jobs));
        _owner = _app.AsOwner(_org);
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _repository.Dispose();
    }

    [Fact]
    public async Task Inspect_ARepository_AnswersItsPlan()
    {
        _repository.Push("package.json", """{"scripts":{"start":"node server.js","build":"tsc"},"engines":{"node":"1"}}""");
        _repository.Push("package-lock.json", "{}");

        var seen = (await Inspect(new { url = _repository.Url })).Is(HttpStatusCode.OK);

        var plan = seen.Json.GetProperty("plan");
        Assert.Equal(("done", "Node", "main", "Change package-lock.json"), (seen.Field("status"), seen.Field("technology"), seen.Field("default_branch"), seen.Field("commit_message")));
        Assert.Equal(("node", "npm ci", "npm run build", "npm run start", "/"), (Text(plan, "provider"), Text(plan, "install_command"), Text(plan, "build_command"), Text(plan, "start_command"), Text(plan, "directory")));
        Assert.Contains("asks for node 1", seen.Json.GetProperty("warnings")[0].GetString());
        Assert.Equal("npm", plan.GetProperty("tools")[0].GetProperty("name").GetString());
        Assert.Equal(["main"], seen.Json.GetProperty("branches").EnumerateArray().Select(branch => branch.GetString()));

        var again = (await _owner.Get($"/git/inspections/{seen.Field("id")}")).Is(HttpStatusCode.OK);
        Assert.Equal(seen.Text, again.Text);
        (await _app.AsOwner(AppFixture.NewOrg()).Get($"/git/inspections/{seen.Field("id")}")).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Inspect_AMonorepo_SaysWhatWasLookedForAndWhereItIs()
    {
        _repository.Remove("index.html");
        _repository.Push("apps/api/main.py", "");
        _repository.Push("apps/web/index.html", "");

        var seen = (await Inspect(new { url = _repository.Url })).Is(HttpStatusCode.OK);

        Assert.Equal(JsonValueKind.Null, seen.Json.GetProperty("plan").ValueKind);
        Assert.Contains("package.json", seen.Json.GetProperty("looked_for").EnumerateArray().Select(file => file.GetString()));
        Assert.Equal(["/apps/api", "/apps/web"], seen.Json.GetProperty("suggestions").EnumerateArray().Select(suggestion => Text(suggestion, "root_dir")));
        Assert.Equal("nothing_to_run", Text(seen.Json.GetProperty("error"), "code"));

        var web = (await Inspect(new { url = _repository.Url, root_dir = "apps/web", branch = "main" })).Is(HttpStatusCode.OK);
        Assert.Equal(("Static files", "/apps/web"), (web.Field("technology"), Text(web.Json.GetProperty("plan"), "output_directory")));
    }

    [Fact]
    public async Task Inspect_WhatCannotBeFetched_NamesTheField()
    {
        (await Inspect(new { url = _repository.Url, branch = "no-such" })).HasFault("git_source.branch", "no_such_branch");
        (await Inspect(new { url = _repository.Url, root_dir = "/missing" })).HasFault("git_source.root_dir", "root_directory_missing");
        (await Inspect(new { url = "file:///nowhere/at/all" })).HasFault("git_source.url", "repository_not_found");
        (await Inspect(new { url = "https://user:secret@example.com/x" })).HasFault("git_source.url", "credentials_in_url");
        (await Inspect(new { url = _repository.Url, branch = "--upload-pack=x" })).HasFault("git_source.branch", "invalid_ref");
        (await Inspect(new { url = _repository.Url, root_dir = "../.." })).HasFault("git_source.root_dir", "invalid_path");
        (await _owner.Post("/git/inspect", new { })).HasFault("git_source", "required");
        (await _owner.Post("/git/inspect?wait=26", new { git_source = new { url = _repository.Url } })).HasFault("wait", "out_of_range");
    }

    [Fact]
    public async Task Inspect_ByAViewer_IsForbidden() =>
        (await _app.As(_org, Role.Viewer).Post("/git/inspect", new { git_source = new { url = _repository.Url } })).Is(HttpStatusCode.Forbidden);

    [Fact]
    public async Task Inspect_ThatTakesLong_IsReadLaterAndBounded()
    {
        _jobs.Held = true;
        var started = new List<Answer>();
        for (var n = 0; n < 3; n++)
        {
            started.Add((await _owner.Post("/git/inspect?wait=0", new { git_source = new { url = _repository.Url } })).Is(HttpStatusCode.Accepted));
        }

        var refused = await Inspect(new { url = _repository.Url });
        Assert.Equal("5", refused.IsProblem(HttpStatusCode.TooManyRequests, "too_many_inspections").Headers["Retry-After"]);
        Assert.Equal($"/v1/click-deploy/git/inspections/{started[0].Field("id")}", started[0].Headers["Location"]);
        Assert.Equal("running", (await _owner.Get($"/git/inspections/{started[0].Field("id")}")).Field("status"));

        _jobs.Held = false;
        foreach (var one in started)
        {
            Assert.Equal("done", (await _owner.Get($"/git/inspections/{one.Field("id")}?wait=25")).Field("status"));
        }
    }

    private Task<Answer> Inspect(object source) => _owner.Post("/git/inspect", new { git_source = source });

    private static string? Text(JsonElement element, string field) => element.GetProperty(field).GetString();
}

file static class Answers
{
    public static void HasFault(this Answer answer, string field, string code)
    {
        var faults = answer.IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults;
        Assert.True(faults.GetValueOrDefault(field) == code, answer.Text);
    }
}
