using System.Net;
using System.Text;
using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Idempotency;
using ClickDeploy.Storage;
using ClickDeploy.Tests.Shared.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Idempotency;

public sealed class IdempotencyTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private readonly string _org = AppFixture.NewOrg();

    private Caller Owner => fixture.App.AsOwner(_org);

    [Fact]
    public async Task Post_AgainWithItsKey_GetsTheSameAnswerAndHappensOnce()
    {
        var first = (await Owner.Post("/projects", new { name = "Shop" }, Key("a"))).Is(HttpStatusCode.Created);
        var again = (await Owner.Post("/projects", new { name = "Shop" }, Key("a"))).Is(HttpStatusCode.Created);

        Assert.Equal((first.Text, first.ETag, first.Headers["Location"]), (again.Text, again.ETag, again.Headers["Location"]));
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);
        Assert.Equal(1, await Projects());
    }

    [Fact]
    public async Task Post_WithAnotherBodyUnderTheKey_IsRefused()
    {
        await Owner.Post("/projects", new { name = "Shop" }, Key("a"));

        (await Owner.Post("/projects", new { name = "Market" }, Key("a"))).IsProblem(HttpStatusCode.Conflict, "idempotency_key_reused");
        (await Owner.Post("/projects?x=1", new { name = "Shop" }, Key("a"))).IsProblem(HttpStatusCode.Conflict, "idempotency_key_reused");
        Assert.Equal(1, await Projects());
    }

    [Fact]
    public async Task Patch_OfAVersionOfBefore_AgainWithItsKey_IsRefusedAgain()
    {
        var project = (await Owner.Post("/projects", new { name = "Shop" })).Field("id");
        var service = $"/services/{(await Owner.Post($"/projects/{project}/services", new { name = "web", git_source = new { url = "file:///nowhere/at/all" } })).Field("id")}";
        var stale = (await Owner.Get(service)).ETag!;
        (await Owner.Patch(service, new { port = 1234 })).Is(HttpStatusCode.OK);

        for (var time = 0; time < 2; time++)
        {
            // What it asks for is what somebody else has set.
            (await Owner.Patch($"{service}?deploy=true", new { port = 1234 }, Key("a"), ("If-Match", stale))).IsProblem(HttpStatusCode.PreconditionFailed, "stale");
        }
    }

    [Fact]
    public async Task Posts_AtOnceWithOneKey_HappenOnce()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Owner.Post("/projects", new { name = "Shop" }, Key("a"))));

        Assert.Single(answers.Select(answer => answer.Is(HttpStatusCode.Created).Field("id")).Distinct());
        Assert.Equal(1, await Projects());
    }

    [Fact]
    public async Task Post_AfterACrashBeforeItsAnswerWasKept_MakesTheSameThing()
    {
        var project = (await Owner.Post("/projects", new { name = "Shop" }, Key("project"))).Field("id");
        var service = (await Owner.Post($"/projects/{project}/services", Source, Key("service"))).Field("id");
        var deployment = (await Owner.Post($"/services/{service}/deploy", new { }, Key("deploy"))).Is(HttpStatusCode.Accepted).Field("id");

        await ForgetAnswers();

        Assert.Equal(project, (await Owner.Post("/projects", new { name = "Shop" }, Key("project"))).Field("id"));
        Assert.Equal(service, (await Owner.Post($"/projects/{project}/services", Source, Key("service"))).Field("id"));
        Assert.Equal(deployment, (await Owner.Post($"/services/{service}/deploy", new { }, Key("deploy"))).Is(HttpStatusCode.Accepted).Field("id"));
        Assert.Equal(1, await Projects());
        Assert.Equal(1, (await Owner.Get($"/services/{service}/deployments")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Post_ThatWasRefused_IsDecidedAnew()
    {
        var project = (await Owner.Post("/projects", new { name = "Shop" })).Field("id");
        var service = (await Owner.Post($"/projects/{project}/services", new { name = "web" })).Field("id");
        (await Owner.Post($"/services/{service}/deploy", new { }, Key("a"))).IsProblem(HttpStatusCode.Conflict, "not_configured");

        await Owner.Patch($"/services/{service}", Source);

        (await Owner.Post($"/services/{service}/deploy", new { }, Key("a"))).Is(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Key_OfAnotherOrganisationOrUser_IsAnotherKey()
    {
        var other = AppFixture.NewOrg();
        var mine = (await Owner.Post("/projects", new { name = "Shop" }, Key("a"))).Field("id");

        Assert.NotEqual(mine, (await fixture.App.AsOwner(other).Post("/projects", new { name = "Market" }, Key("a"))).Is(HttpStatusCode.Created).Field("id"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("\t")]
    public async Task Key_ThatIsNone_IsRefused(string key)
    {
        var answer = await Owner.Post("/projects", new { name = "Shop" }, ("Idempotency-Key", key));

        Assert.True(answer.Status is HttpStatusCode.BadRequest && answer.Faults.ContainsKey("Idempotency-Key") || key.Trim().Length == 0 && answer.Status == HttpStatusCode.Created, answer.Text);
    }

    [Fact]
    public async Task Key_AfterADay_IsForgotten()
    {
        var time = new Clock(DateTimeOffset.UtcNow);
        await using var app = await TestApp.Start(replace: services => services.Add(new(typeof(TimeProvider), time)));
        var first = (await app.AsOwner(_org).Post("/projects", new { name = "Shop" }, Key("a"))).Field("id");

        time.Now += IdempotencyStore.Kept + TimeSpan.FromMinutes(1);

        Assert.NotEqual(first, (await app.AsOwner(_org).Post("/projects", new { name = "Shop" }, Key("a"))).Is(HttpStatusCode.Created).Field("id"));
        time.Now += IdempotencyStore.Kept + TimeSpan.FromHours(2);
        await app.Services.GetRequiredService<IdempotencyStore>().Tidy();
        Assert.Empty(await Rows(app, _org));
    }

    [Fact]
    public async Task Answers_AreKeptSealed()
    {
        await Owner.Post("/projects", new { name = "Treasure" }, Key("a"));

        var row = Assert.Single(await Rows(fixture.App, _org));
        Assert.DoesNotContain("Treasure", Encoding.UTF8.GetString(row.Data.Bytes("json")!));
        Assert.NotNull(JsonRow.Read<KeptRequest>(row).Answer);
    }

    private static object Source => new { name = "web", git_source = new { url = "file:///nowhere/at/all" } };

    private static (string, string) Key(string key) => ("Idempotency-Key", key);

    private async Task<int> Projects() => (await Owner.Get("/projects")).Json.GetProperty("items").GetArrayLength();

    private async Task ForgetAnswers()
    {
        foreach (var row in await Rows(fixture.App, _org))
        {
            await Table(fixture.App).Commit(new OrgId(_org).Key, [new RowChange.Replace(row.Key, JsonRow.Of(JsonRow.Read<KeptRequest>(row) with { Answer = null }), row.ETag)]);
        }
    }

    private static async Task<List<Row>> Rows(TestApp app, string org)
    {
        var rows = new List<Row>();
        await foreach (var row in Table(app).Query(new OrgId(org).Key, KeyRange.All))
        {
            rows.Add(row);
        }

        return rows;
    }

    private static ITable Table(TestApp app) => app.Services.GetRequiredService<IStorage>().Table("idempotency");
}
