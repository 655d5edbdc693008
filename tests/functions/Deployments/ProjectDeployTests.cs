using System.Net;
using ClickDeploy.Functions.Auth;

namespace ClickDeploy.Tests.Functions.Deployments;

public sealed class ProjectDeployTests(AppFixture fixture) : IClassFixture<AppFixture>, IAsyncLifetime
{
    private readonly string _org = AppFixture.NewOrg();
    private string _project = null!;

    private Caller Developer => fixture.App.As(_org, Role.Developer);

    public async Task InitializeAsync() => _project = (await Developer.Post("/projects", new { name = "Shop" })).Is(HttpStatusCode.Created).Field("id");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Deploy_StartsEveryServiceWithASource_ThoseThatOthersAreLinkedToFirst()
    {
        var web = await NewService("web");
        var api = await NewService("api");
        var store = await NewService("store");
        await NewService("later", source: false);
        (await Developer.Post($"/projects/{_project}/links", new { source = web, target = api })).Is(HttpStatusCode.Created);
        (await Developer.Post($"/projects/{_project}/links", new { source = api, target = store })).Is(HttpStatusCode.Created);

        var answer = (await Developer.Post($"/projects/{_project}/deploy", null)).Is(HttpStatusCode.Accepted);

        Assert.Equal([store, api, web], Services(answer));
        Assert.Equal($"/v1/click-deploy/projects/{_project}", answer.Headers["Location"]);
        var deployment = answer.Json.GetProperty("deployments")[0].GetProperty("id").GetString();
        Assert.Equal(deployment, (await Developer.Get($"/deployments/{deployment}")).Is(HttpStatusCode.OK).Field("id"));
    }

    [Fact]
    public async Task Deploy_WithLinksInACircle_StartsEachOnce()
    {
        var web = await NewService("web");
        var api = await NewService("api");
        (await Developer.Post($"/projects/{_project}/links", new { source = web, target = api })).Is(HttpStatusCode.Created);
        (await Developer.Post($"/projects/{_project}/links", new { source = api, target = web })).Is(HttpStatusCode.Created);

        Assert.Equal([api, web], Services((await Developer.Post($"/projects/{_project}/deploy", null)).Is(HttpStatusCode.Accepted)));
    }

    [Fact]
    public async Task Deploy_Repeated_AnswersTheSame_AndStartsNothingElse()
    {
        var web = await NewService("web");
        await NewService("api");
        var key = ("Idempotency-Key", "a");

        var first = (await Developer.Post($"/projects/{_project}/deploy", new { }, key)).Is(HttpStatusCode.Accepted);
        var again = (await Developer.Post($"/projects/{_project}/deploy", new { }, key)).Is(HttpStatusCode.Accepted);

        Assert.Equal(first.Text, again.Text);
        Assert.Equal(1, (await Developer.Get($"/services/{web}/deployments")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Deploy_OfNothing_SaysWhy()
    {
        Assert.Contains("no services", (await Developer.Post($"/projects/{_project}/deploy", null)).IsProblem(HttpStatusCode.Conflict, "nothing_to_deploy").Field("detail"));
        await NewService("web", source: false);
        Assert.Contains("web has no source", (await Developer.Post($"/projects/{_project}/deploy", null)).IsProblem(HttpStatusCode.Conflict, "not_configured").Field("detail"));
        (await fixture.App.As(_org, Role.Viewer).Post($"/projects/{_project}/deploy", null)).IsProblem(HttpStatusCode.Forbidden, "role_too_low");
    }

    private async Task<string> NewService(string name, bool source = true) =>
        (await Developer.Post($"/projects/{_project}/services", new { name, git_source = source ? new { url = "file:///nowhere/at/all" } : null })).Is(HttpStatusCode.Created).Field("id");

    private static IEnumerable<string?> Services(Answer answer) => answer.Json.GetProperty("deployments").EnumerateArray().Select(deployment => deployment.GetProperty("service_id").GetString());
}
