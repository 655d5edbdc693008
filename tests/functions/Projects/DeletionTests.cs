using System.Net;
using ClickDeploy.Projects;
using ClickDeploy.Services;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Projects;

public sealed class DeletionTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly TestApp _app = fixture.App;
    private readonly string _org = AppFixture.NewOrg();

    private Caller Owner => _app.AsOwner(_org);

    [Fact]
    public async Task Delete_OfAProject_RemovesItWithItsServicesAndFreesTheName()
    {
        var project = await Owner.Post("/projects", new { name = "Shop" });
        var path = $"/projects/{project.Field("id")}";
        var service = (await Owner.Post($"{path}/services", new { name = "web" })).Field("id");
        await Owner.Post($"{path}/services", new { name = "api" });

        var answer = (await Owner.Delete($"{path}?confirm=Shop")).Is(HttpStatusCode.Accepted);

        Assert.Equal($"/v1/click-deploy{path}", answer.Headers["Location"]);
        Assert.True(answer.Json.GetProperty("deleting").GetBoolean());
        await Gone(path);
        await Gone($"/services/{service}");
        Assert.Equal("shop", (await Owner.Post("/projects", new { name = "Shop" })).Is(HttpStatusCode.Created).Field("slug"));
    }

    [Fact]
    public async Task Delete_OfAService_RemovesItAndFreesTheName()
    {
        var project = (await Owner.Post("/projects", new { name = "Shop" })).Field("id");
        var service = (await Owner.Post($"/projects/{project}/services", new { name = "web" })).Field("id");

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Owner.Delete($"/services/{service}")));

        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.Accepted);
        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.Accepted or HttpStatusCode.NotFound, answer.Text));
        await Gone($"/services/{service}");
        (await Owner.Post($"/projects/{project}/services", new { name = "web" })).Is(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?confirm=")]
    [InlineData("?confirm=shop")]
    [InlineData("?confirm=Shop&confirm=Shop")]
    public async Task Delete_WithoutTheName_IsRefused(string query)
    {
        var path = $"/projects/{(await Owner.Post("/projects", new { name = "Shop" })).Field("id")}";

        Assert.Equal("not_confirmed", (await Owner.Delete(path + query)).IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults["confirm"]);

        (await Owner.Get(path)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Delete_WithAStaleETag_IsRefused()
    {
        var path = $"/projects/{(await Owner.Post("/projects", new { name = "Shop" })).Field("id")}";

        (await Owner.Delete($"{path}?confirm=Shop", ("If-Match", "\"x\""))).IsProblem(HttpStatusCode.PreconditionFailed, "stale");
    }

    [Fact]
    public async Task Writes_IntoWhatIsBeingDeleted_AreRefused()
    {
        var project = Guid.Parse((await Owner.Post("/projects", new { name = "Shop" })).Field("id"));
        var service = Guid.Parse((await Owner.Post($"/projects/{project}/services", new { name = "web" })).Field("id"));
        await _app.Services.GetRequiredService<ProjectStore>().MarkDeleting(new(_org), new(project));
        await _app.Services.GetRequiredService<ServiceStore>().MarkDeleting(new(_org), new(service));

        (await Owner.Post($"/projects/{project}/services", new { name = "api" })).IsProblem(HttpStatusCode.Conflict, "deleting");
        (await Owner.Patch($"/projects/{project}", new { name = "Store" })).IsProblem(HttpStatusCode.Conflict, "deleting");
        (await Owner.Patch($"/services/{service}", new { port = 1 })).IsProblem(HttpStatusCode.Conflict, "deleting");
        (await Owner.Post($"/services/{service}/deploy", new { })).IsProblem(HttpStatusCode.Conflict, "deleting");
        Assert.True((await Owner.Get($"/services/{service}")).Is(HttpStatusCode.OK).Json.GetProperty("deleting").GetBoolean());
    }

    private async Task Gone(string path)
    {
        using var limit = new CancellationTokenSource(Deadline);
        while ((await Owner.Get(path)).Status != HttpStatusCode.NotFound)
        {
            Assert.False(limit.IsCancellationRequested, $"{path} is still there after {Deadline}: {(await Owner.Get(path)).Text}");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
