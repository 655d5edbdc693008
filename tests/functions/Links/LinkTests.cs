using System.Net;
using System.Text.Json;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Services;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Links;

public sealed class LinkTests(AppFixture fixture) : IClassFixture<AppFixture>, IAsyncLifetime
{
    private readonly TestApp _app = fixture.App;
    private readonly string _org = AppFixture.NewOrg();
    private string _project = null!;
    private string _web = null!;
    private string _api = null!;

    private Caller Developer => _app.As(_org, Role.Developer);

    public async Task InitializeAsync()
    {
        _project = (await Developer.Post("/projects", new { name = "Shop" })).Is(HttpStatusCode.Created).Field("id");
        _web = await NewService("web");
        _api = await NewService("my-api");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Link_OfTwoServices_IsALineAndAVariable_AndGoesAgain()
    {
        var link = (await Developer.Post($"/projects/{_project}/links", new { source = _web, target = _api })).Is(HttpStatusCode.Created);

        Assert.Equal($$"""{"id":"{{_web}}.MY_API_URL","kind":"variable","source":"{{_web}}","target":"{{_api}}","label":"MY_API_URL"}""", link.Text);
        Assert.Equal($"[{link.Text}]", await Links());
        var variable = Assert.Single((await Developer.Get($"/services/{_web}/env")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal((JsonValueKind.Null, true, _api, "internal_url", JsonValueKind.Null), (variable.GetProperty("value").ValueKind, variable.GetProperty("linked").GetBoolean(), variable.GetProperty("linked_service_id").GetString(), variable.GetProperty("link_type").GetString(), variable.GetProperty("preview").ValueKind));
        Assert.Equal(link.Headers["Location"], $"/v1/click-deploy/links/{link.Field("id")}");

        (await _app.AsOwner(AppFixture.NewOrg()).Delete($"/links/{link.Field("id")}")).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await Developer.Delete($"/links/{_web}.NO_SUCH")).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await Developer.Delete($"/links/{link.Field("id")}")).Is(HttpStatusCode.NoContent);
        Assert.Equal("[]", await Links());
        Assert.Equal(0, (await Developer.Get($"/services/{_web}/env")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Variable_Linked_ShowsWhatItWouldGet_AndBecomesPlainWithAValue()
    {
        await Reserve(_api, "myapi0001.localhost");
        var made = (await Developer.Post($"/services/{_web}/env", new { key = "API", linked_service_id = _api, link_type = "public_url" })).Is(HttpStatusCode.Created);
        (await Developer.Post($"/services/{_web}/env", new { key = "API_HOST", linked_service_id = _api, link_type = "host" })).Is(HttpStatusCode.Created);
        (await Developer.Post($"/services/{_web}/env", new { key = "API_TOKEN", linked_service_id = _api, link_type = "port" })).Is(HttpStatusCode.Created);

        Assert.Equal("http://myapi0001.localhost:8080", made.Field("preview"));
        Assert.Equal(["http://myapi0001.localhost:8080", "myapi0001.localhost", "****"], (await Developer.Get($"/services/{_web}/env")).Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("preview").GetString()));
        Assert.Contains("API=link:http://myapi0001.localhost:8080", (await Developer.Get($"/services/{_web}/env/effective")).Json.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("key")}={item.GetProperty("source")}:{item.GetProperty("value")}"));
        Assert.Equal("# API is linked to a service and stays here", (await Developer.Get($"/services/{_web}/env/export")).Text.Split('\n')[0]);

        var plain = (await Developer.Patch($"/services/{_web}/env/API", new { value = "http://elsewhere" })).Is(HttpStatusCode.OK);
        Assert.Equal(("http://elsewhere", false), (plain.Field("value"), plain.Json.GetProperty("linked").GetBoolean()));
        var again = (await Developer.Patch($"/services/{_web}/env/API", new { linked_service_id = _api })).Is(HttpStatusCode.OK);
        Assert.Equal(("internal_url", "http://myapi0001.localhost:8080"), (again.Field("link_type"), again.Field("preview")));
        Assert.True((await Developer.Patch($"/services/{_web}/env/API", new { is_secret = true })).Is(HttpStatusCode.OK).Json.GetProperty("linked").GetBoolean());

        var back = (await Developer.Post($"/services/{_web}/env/revisions/1/restore", null)).Is(HttpStatusCode.OK);
        Assert.True(Assert.Single(back.Json.GetProperty("items").EnumerateArray()).GetProperty("linked").GetBoolean());
    }

    [Theory]
    [InlineData("""{"key": "A", "linked_service_id": "x"}""", "linked_service_id", "invalid_id")]
    [InlineData("""{"key": "A", "linked_service_id": "{other}"}""", "linked_service_id", "unknown_service")]
    [InlineData("""{"key": "A", "linked_service_id": "{foreign}"}""", "linked_service_id", "unknown_service")]
    [InlineData("""{"key": "A", "linked_service_id": "{worker}"}""", "linked_service_id", "no_address")]
    [InlineData("""{"key": "A", "linked_service_id": "{api}", "link_type": "password"}""", "link_type", "wrong_type")]
    [InlineData("""{"key": "A", "linked_service_id": "{api}", "value": "x"}""", "value", "linked")]
    [InlineData("""{"key": "A", "value": "x", "link_type": "host"}""", "link_type", "without_link")]
    public async Task Variable_WithALinkThatCannotBe_NamesTheField(string json, string field, string code)
    {
        var other = (await Developer.Post("/projects", new { name = "Other" })).Field("id");
        var body = json
            .Replace("{other}", (await Developer.Post($"/projects/{other}/services", new { name = "web" })).Field("id"))
            .Replace("{foreign}", Guid.NewGuid().ToString())
            .Replace("{worker}", (await Developer.Post($"/projects/{_project}/services", new { name = "worker", port = (int?)null })).Field("id"))
            .Replace("{api}", _api);

        var answer = (await Developer.Send(HttpMethod.Post, $"/services/{_web}/env", body)).IsProblem(HttpStatusCode.BadRequest, "invalid_request");

        Assert.True(answer.Faults.TryGetValue(field, out var seen) && seen == code, answer.Text);
    }

    [Fact]
    public async Task Link_ThatCannotBe_NamesTheField()
    {
        var links = $"/projects/{_project}/links";

        Assert.Equal(["source", "target"], (await Developer.Post(links, new { })).IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults.Keys.Order());
        Assert.Equal("same_node", (await Developer.Post(links, new { source = _web, target = _web })).IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults["target"]);
        Assert.Equal("unknown_service", (await Developer.Post(links, new { source = Guid.NewGuid(), target = _web })).IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults["source"]);
        Assert.Equal("unknown_service", (await Developer.Post(links, new { source = _web, target = Guid.NewGuid() })).IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults["target"]);
        Assert.Equal("reserved_key", (await Developer.Post(links, new { source = _web, target = _api, key = "PORT" })).IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults["key"]);
        (await Developer.Post(links, new { source = _web, target = _api })).Is(HttpStatusCode.Created);
        (await Developer.Post(links, new { source = _web, target = _api })).IsProblem(HttpStatusCode.Conflict, "key_taken");
        (await Developer.Post(links, new { source = _web, target = _api, key = "SECOND", link_type = "host" })).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Service_ThatOthersAreLinkedTo_IsDeletedOnlyByForce()
    {
        (await Developer.Post($"/projects/{_project}/links", new { source = _web, target = _api })).Is(HttpStatusCode.Created);
        var owner = _app.AsOwner(_org);

        Assert.Contains("web.MY_API_URL", (await owner.Delete($"/services/{_api}")).IsProblem(HttpStatusCode.Conflict, "linked").Field("detail"));
        (await owner.Delete($"/services/{_api}?force=true")).Is(HttpStatusCode.Accepted);
        (await owner.Delete($"/services/{_web}")).Is(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Events_Tell_OfLinks()
    {
        await using var events = await EventReader.Open(_app, _app.Token(_org, Role.Viewer), $"/projects/{_project}/events");
        await events.Next("snapshot");
        var link = await Developer.Post($"/projects/{_project}/links", new { source = _web, target = _api });

        var seen = await events.Until("links", _ => true);

        Assert.Equal($"[{link.Text}]", seen.GetProperty("links").GetRawText());
        await Developer.Delete($"/links/{link.Field("id")}");
        await events.Until("links", links => links.GetProperty("links").GetArrayLength() == 0);
    }

    private async Task<string> NewService(string name) =>
        (await Developer.Post($"/projects/{_project}/services", new { name, git_source = new { url = "file:///nowhere/at/all" } })).Is(HttpStatusCode.Created).Field("id");

    private async Task<string> Links() => (await Developer.Get($"/projects/{_project}")).Json.GetProperty("links").GetRawText();

    private async Task Reserve(string service, string host) => await _app.Services.GetRequiredService<ServiceStateStore>().Change(
        new ServiceRef(_org, Guid.Parse(_project), Guid.Parse(service)), state => state with { Host = host });
}
