using System.Net;
using System.Text.Json;
using ClickDeploy.Functions.Auth;

namespace ClickDeploy.Tests.Functions.Projects;

public sealed class ProjectTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private readonly TestApp _app = fixture.App;
    private readonly Caller _owner = fixture.App.AsOwner(AppFixture.NewOrg());

    [Fact]
    public async Task Create_WithAName_AnswersTheProject()
    {
        var made = (await _owner.Post("/projects", new { name = "  My Shop  " })).Is(HttpStatusCode.Created);

        Assert.Equal("My Shop", made.Field("name"));
        Assert.Equal("my-shop", made.Field("slug"));
        Assert.Equal("local", made.Field("target"));
        Assert.EndsWith("Z", made.Field("created_at"));
        Assert.Equal($"/v1/click-deploy/projects/{made.Field("id")}", made.Headers["Location"]);
        var read = (await _owner.Get($"/projects/{made.Field("id")}")).Is(HttpStatusCode.OK);
        Assert.Equal(made.ETag, read.ETag);
        foreach (var kind in new[] { "services", "databases", "volumes", "links" })
        {
            Assert.Equal(0, read.Json.GetProperty(kind).GetArrayLength());
        }
    }

    [Fact]
    public async Task Create_WithATakenName_GetsASlugOfItsOwn()
    {
        var slugs = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            slugs.Add((await _owner.Post("/projects", new { name = "Shop" })).Is(HttpStatusCode.Created).Field("slug"));
        }

        Assert.Equal(["shop", "shop-2", "shop-3"], slugs);
    }

    [Fact]
    public async Task Create_ManyAtOnceWithOneName_AllGetDifferentSlugs()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _owner.Post("/projects", new { name = "Shop" })));

        Assert.Equal(20, made.Select(answer => answer.Is(HttpStatusCode.Created).Field("slug")).Distinct().Count());
    }

    [Theory]
    [InlineData("""{}""", "name", "required")]
    [InlineData("""{"name": null}""", "name", "wrong_type")]
    [InlineData("""{"name": 5}""", "name", "wrong_type")]
    [InlineData("""{"name": ""}""", "name", "invalid_length")]
    [InlineData("""{"name": "   "}""", "name", "invalid_length")]
    [InlineData("""{"name": "a\u0000b"}""", "name", "invalid_characters")]
    [InlineData("""{"name": "a\nb"}""", "name", "invalid_characters")]
    [InlineData("""{"name": "\ud800"}""", "name", "wrong_type")]
    [InlineData("""{"name": "a", "\ud800": 1}""", "body", "invalid_text")]
    [InlineData("""{"name": "a", "name": "b"}""", "name", "duplicate_field")]
    [InlineData("""{"name": "a", "nmae": "b"}""", "nmae", "unknown_field")]
    [InlineData("""{"name": "a", "auto_deploy": "yes"}""", "auto_deploy", "wrong_type")]
    [InlineData("""{"name": "a", "region": "mars"}""", "region", "unknown_region")]
    [InlineData("""{"name": "a", "target": "mars"}""", "target", "unknown_target")]
    [InlineData("""{"name": "a", "target": null}""", "target", "wrong_type")]
    [InlineData("""[]""", "body", "wrong_type")]
    [InlineData("""null""", "body", "wrong_type")]
    [InlineData("""{"name": "a}""", "body", "invalid_json")]
    [InlineData("", "body", "empty")]
    public async Task Create_WithAFault_NamesTheField(string json, string field, string code)
    {
        var answer = (await _owner.Send(HttpMethod.Post, "/projects", json)).IsProblem(HttpStatusCode.BadRequest, "invalid_request");

        Assert.Equal(code, answer.Faults[field]);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("é")]
    [InlineData("😀")]
    public async Task Texts_AreAsLongAsTheirCharactersAreMany(string character)
    {
        var (name, description) = (string.Concat(Enumerable.Repeat(character, 100)), string.Concat(Enumerable.Repeat(character, 1_000)));
        (await _owner.Post("/projects", new { name, description })).Is(HttpStatusCode.Created);
        (await _owner.Post("/tokens", new { name, scopes = new[] { "viewer" } })).Is(HttpStatusCode.Created);

        var answer = (await _owner.Post("/projects", new { name = name + character, description = description + character })).IsProblem(HttpStatusCode.BadRequest, "invalid_request");

        Assert.Equal(["The name has 101 characters.", "The description has 1001 characters."], answer.Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("message").GetString()!.Split(" Write")[0]));
        (await _owner.Post("/tokens", new { name = name + character, scopes = new[] { "viewer" } })).IsProblem(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task Create_WithManyFaults_NamesAllOfThem()
    {
        var answer = await _owner.Post("/projects", new { name = "", region = "mars", target = 5, auto_deploy = 1, colour = "red" });

        Assert.Equal(
            new Dictionary<string, string> { ["name"] = "invalid_length", ["region"] = "unknown_region", ["target"] = "wrong_type", ["auto_deploy"] = "wrong_type", ["colour"] = "unknown_field" },
            answer.IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults);
    }

    [Fact]
    public async Task List_PageByPage_GivesEachProjectOnceNewestFirst()
    {
        var made = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            made.Add((await _owner.Post("/projects", new { name = $"p{i}" })).Field("id"));
        }

        var seen = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await _owner.Get($"/projects?limit=3{(cursor == "" ? "" : $"&cursor={cursor}")}")).Is(HttpStatusCode.OK).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            cursor = page.GetProperty("next_cursor").GetString();
        }

        made.Reverse();
        Assert.Equal(made, seen);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=abc", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("limit=99999999999999999999", "limit")]
    [InlineData("cursor=", "cursor")]
    [InlineData("cursor=abc", "cursor")]
    [InlineData("cursor=%00%ff", "cursor")]
    [InlineData("cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "cursor")]
    public async Task List_WithABadQuery_NamesTheField(string query, string field) =>
        Assert.Contains(field, (await _owner.Get("/projects?" + query)).IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults.Keys);

    [Fact]
    public async Task List_WithAnotherOrganisationsCursor_IsRefused()
    {
        for (var i = 0; i < 2; i++)
        {
            await _owner.Post("/projects", new { name = "p" });
        }

        var cursor = (await _owner.Get("/projects?limit=1")).Field("next_cursor");

        (await _app.AsOwner(AppFixture.NewOrg()).Get($"/projects?cursor={cursor}")).IsProblem(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task List_BySlug_GivesThatProject()
    {
        var shop = (await _owner.Post("/projects", new { name = "Shop" })).Field("id");
        await _owner.Post("/projects", new { name = "Blog" });

        var found = (await _owner.Get("/projects?slug=shop")).Is(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray().Single();

        Assert.Equal(shop, found.GetProperty("id").GetString());
        Assert.Equal(0, found.GetProperty("service_count").GetInt32());
        Assert.Equal(JsonValueKind.Null, found.GetProperty("status").ValueKind);
        Assert.Equal(0, (await _owner.Get("/projects?slug=%2F..%00")).Is(HttpStatusCode.OK).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Change_SomeFields_LeavesTheOthers()
    {
        var made = await _owner.Post("/projects", new { name = "Shop", description = "all of it" });

        var changed = (await _owner.Patch($"/projects/{made.Field("id")}", new { name = "Store", auto_deploy = false })).Is(HttpStatusCode.OK);

        Assert.Equal(("Store", "shop", "all of it"), (changed.Field("name"), changed.Field("slug"), changed.Field("description")));
        Assert.False(changed.Json.GetProperty("auto_deploy").GetBoolean());
        Assert.NotEqual(made.ETag, changed.ETag);
        var cleared = await _owner.Patch($"/projects/{made.Field("id")}", new { description = (string?)null });
        Assert.Equal(JsonValueKind.Null, cleared.Is(HttpStatusCode.OK).Json.GetProperty("description").ValueKind);
    }

    [Fact]
    public async Task Change_OfNothing_ChangesNeitherETagNorTime()
    {
        var made = await _owner.Post("/projects", new { name = "Shop" });

        var same = (await _owner.Patch($"/projects/{made.Field("id")}", new { name = "Shop", target = "local" })).Is(HttpStatusCode.OK);

        Assert.Equal((made.ETag, made.Field("updated_at")), (same.ETag, same.Field("updated_at")));
    }

    [Fact]
    public async Task Change_OfWhatIsFixed_IsRefused()
    {
        var made = await _owner.Post("/projects", new { name = "Shop" });

        var refused = await _owner.Patch($"/projects/{made.Field("id")}", new { slug = "store", target = "docker" });

        Assert.Equal(["slug", "target"], refused.IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults.Keys.Order());
    }

    [Fact]
    public async Task Change_WithAStaleETag_IsRefusedAndChangesNothing()
    {
        var made = await _owner.Post("/projects", new { name = "Shop" });
        var path = $"/projects/{made.Field("id")}";
        (await _owner.Patch(path, new { name = "Store" }, ("If-Match", made.ETag!))).Is(HttpStatusCode.OK);

        foreach (var stale in new[] { made.ETag!, "\"garbage\"", "garbage", "", "W/" + made.ETag })
        {
            (await _owner.Patch(path, new { name = "Lost" }, ("If-Match", stale))).IsProblem(HttpStatusCode.PreconditionFailed, "stale");
        }

        (await _owner.Patch(path, new { description = "x" }, ("If-Match", "*"))).Is(HttpStatusCode.OK);
        Assert.Equal("Store", (await _owner.Get(path)).Field("name"));
    }

    [Fact]
    public async Task Change_ManyAtOnceWithoutETag_LosesNone()
    {
        var path = $"/projects/{(await _owner.Post("/projects", new { name = "Shop" })).Field("id")}";

        var changes = await Task.WhenAll(_owner.Patch(path, new { name = "Store" }), _owner.Patch(path, new { description = "d" }), _owner.Patch(path, new { auto_deploy = false }));

        Assert.All(changes, change => change.Is(HttpStatusCode.OK));
        var read = await _owner.Get(path);
        Assert.Equal(("Store", "d", false), (read.Field("name"), read.Field("description"), read.Json.GetProperty("auto_deploy").GetBoolean()));
    }

    [Fact]
    public async Task Create_PastTheLimit_IsRefused()
    {
        await using var app = await TestApp.Start(new Dictionary<string, string?> { ["MAX_PROJECTS"] = "2" });
        var owner = app.AsOwner("acme");
        await owner.Post("/projects", new { name = "a" });
        await owner.Post("/projects", new { name = "b" });

        (await owner.Post("/projects", new { name = "c" })).IsProblem(HttpStatusCode.Conflict, "limit_reached");
        (await app.As("other", Role.Developer).Post("/projects", new { name = "c" })).Is(HttpStatusCode.Created);
    }
}
