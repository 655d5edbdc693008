using System.Net;
using ClickDeploy.Audit;
using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Tests.Shared.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Audit;

public sealed class AuditTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private readonly string _org = AppFixture.NewOrg();

    private Caller Owner => fixture.App.AsOwner(_org);

    [Fact]
    public async Task Writes_AreRecordedOnceWithTheNamesOfTheirFields()
    {
        var project = (await Owner.Post("/projects", new { name = "Shop", description = "hush-hush" })).Field("id");
        var service = (await Owner.Post($"/projects/{project}/services", new { name = "web" })).Field("id");
        (await Owner.Patch($"/services/{service}", new { start_command = "hush-hush" })).Is(HttpStatusCode.OK);
        (await Owner.Patch($"/services/{service}/position", new { canvas_x = 1, canvas_y = 2 })).Is(HttpStatusCode.OK);
        (await Owner.Patch($"/services/{service}", new { port = "no" })).Is(HttpStatusCode.BadRequest);
        await Owner.Get($"/services/{service}");

        var answer = await Owner.Get("/audit");

        var entries = answer.Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["change_service", "create_service", "create_project"], entries.Select(entry => entry.GetProperty("action").GetString()!));
        Assert.Equal(["service", "service", "project"], entries.Select(entry => entry.GetProperty("object_kind").GetString()!));
        Assert.Equal([service, service, project], entries.Select(entry => entry.GetProperty("object_id").GetString()!));
        Assert.Equal([200, 201, 201], entries.Select(entry => entry.GetProperty("status").GetInt32()));
        Assert.Equal(["name", "description"], entries[2].GetProperty("fields").EnumerateArray().Select(field => field.GetString()!));
        Assert.All(entries, entry => Assert.Equal("ada", entry.GetProperty("actor").GetString()));
        Assert.DoesNotContain("hush", answer.Text);
    }

    [Fact]
    public async Task List_IsFilteredAndPaged()
    {
        var project = (await Owner.Post("/projects", new { name = "Shop" })).Field("id");
        for (var i = 0; i < 4; i++)
        {
            await Owner.Patch($"/projects/{project}", new { name = $"Shop {i}" });
        }

        Assert.Equal(4, await Count("?action=change_project"));
        Assert.Equal(5, await Count($"?object={project}"));
        Assert.Equal(0, await Count("?actor=eve"));
        Assert.Equal(0, await Count("?until=2020-01-01T00:00:00Z"));
        var first = (await Owner.Get("/audit?action=change_project&limit=3")).Json;
        var rest = (await Owner.Get($"/audit?action=change_project&limit=3&cursor={first.GetProperty("next_cursor").GetString()}")).Json;
        Assert.Equal((3, 1), (first.GetProperty("items").GetArrayLength(), rest.GetProperty("items").GetArrayLength()));
        Assert.Equal("invalid_time", (await Owner.Get("/audit?since=yesterday")).IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults["since"]);
    }

    [Fact]
    public async Task List_IsForTheOrganisation()
    {
        await Owner.Post("/projects", new { name = "Shop" });

        Assert.Equal(1, (await fixture.App.As(_org, Role.Viewer).Get("/audit")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await fixture.App.AsOwner(AppFixture.NewOrg()).Get("/audit")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Entry_WhoseWriteWasCutShort_StaysWithoutAStatus()
    {
        var store = fixture.App.Services.GetRequiredService<AuditStore>();
        await store.Put(new(_org), Entry(DateTimeOffset.UtcNow));

        var entry = Assert.Single((await Owner.Get("/audit")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, entry.GetProperty("status").ValueKind);
    }

    [Fact]
    public async Task Tidy_RemovesWhatIsOlderThan400Days()
    {
        var time = new Clock(new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
        await using var storage = ClickDeploy.Storage.Sqlite.SqliteStorage.InMemory(time);
        var store = new AuditStore(storage, time);
        var org = new OrgId("acme");
        await store.Put(org, Entry(time.Now));
        time.Now += TimeSpan.FromDays(200);
        await store.Put(org, Entry(time.Now));

        time.Now += TimeSpan.FromDays(240);
        await store.Tidy();

        Assert.Single(await All(store, org));
    }

    private static AuditEntry Entry(DateTimeOffset at) => new(Guid.NewGuid(), at, "ada", "create_project", "project", null, [], null, "request", null);

    private static async Task<List<AuditEntry>> All(AuditStore store, OrgId org)
    {
        var entries = new List<AuditEntry>();
        await foreach (var entry in store.List(org, new AuditQuery(), null))
        {
            entries.Add(entry);
        }

        return entries;
    }

    private async Task<int> Count(string query) => (await Owner.Get("/audit" + query)).Is(HttpStatusCode.OK).Json.GetProperty("items").GetArrayLength();
}
