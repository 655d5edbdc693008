using System.Net;
using System.Text;
using System.Text.Json;
using ClickDeploy.Functions.Auth;

namespace ClickDeploy.Tests.Functions.Variables;

public sealed class VariableTests(AppFixture fixture) : IClassFixture<AppFixture>, IAsyncLifetime
{
    private readonly TestApp _app = fixture.App;
    private readonly string _org = AppFixture.NewOrg();
    private Caller _developer = null!;
    private string _env = null!;

    public async Task InitializeAsync()
    {
        _developer = _app.As(_org, Role.Developer);
        var project = (await _developer.Post("/projects", new { name = "Shop" })).Is(HttpStatusCode.Created).Field("id");
        _env = $"/services/{(await _developer.Post($"/projects/{project}/services", new { name = "web" })).Is(HttpStatusCode.Created).Field("id")}/env";
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Create_Plain_IsListedWithItsValue()
    {
        var made = (await _developer.Post(_env, new { key = "GREETING", value = "pa$$ #wörd\n" })).Is(HttpStatusCode.Created);

        Assert.Equal(("GREETING", "pa$$ #wörd\n"), (made.Field("key"), made.Field("value")));
        Assert.Equal("/v1/click-deploy" + _env, made.Headers["Location"]);
        var list = (await _developer.Get(_env)).Is(HttpStatusCode.OK);
        Assert.Equal(["GREETING=pa$$ #wörd\n"], Shown(list));
        Assert.Equal(1, list.Json.GetProperty("revision").GetInt32());
        Assert.Equal(made.ETag, list.ETag);
    }

    [Theory]
    [InlineData("API_SECRET", true)]
    [InlineData("GithubToken", true)]
    [InlineData("db_password", true)]
    [InlineData("STRIPE_KEY", true)]
    [InlineData("LOG_LEVEL", false)]
    public async Task Create_KeyThatSaysSo_IsASecret(string key, bool isSecret)
    {
        var made = (await _developer.Post(_env, new { key, value = "hunter22" })).Is(HttpStatusCode.Created);

        Assert.Equal((isSecret, isSecret), (made.Json.GetProperty("is_secret").GetBoolean(), made.Json.GetProperty("masked").GetBoolean()));
        Assert.Equal(isSecret ? JsonValueKind.Null : JsonValueKind.String, made.Json.GetProperty("value").ValueKind);
        foreach (var path in (string[])[_env, _env + "/effective", _env + "/revisions", _env + "/export"])
        {
            var shown = (await _developer.Get(path)).Is(HttpStatusCode.OK).Text.Contains("hunter22");
            Assert.Equal(!isSecret && !path.EndsWith("/revisions"), shown);
        }
    }

    [Theory]
    [InlineData("""{}""", "key", "required")]
    [InlineData("""{"key": "A"}""", "value", "required")]
    [InlineData("""{"key": "A", "value": null}""", "value", "wrong_type")]
    [InlineData("""{"key": "A", "value": 1}""", "value", "wrong_type")]
    [InlineData("""{"key": "", "value": "x"}""", "key", "invalid_key")]
    [InlineData("""{"key": "1A", "value": "x"}""", "key", "invalid_key")]
    [InlineData("""{"key": "A-B", "value": "x"}""", "key", "invalid_key")]
    [InlineData("""{"key": "A\n", "value": "x"}""", "key", "invalid_key")]
    [InlineData("""{"key": "PORT", "value": "x"}""", "key", "reserved_key")]
    [InlineData("""{"key": "IFS", "value": "x"}""", "key", "reserved_key")]
    [InlineData("""{"key": "A", "value": "a\u0000b"}""", "value", "invalid_characters")]
    [InlineData("""{"key": "A", "value": "\ud800"}""", "value", "wrong_type")]
    [InlineData("""{"key": "A", "value": "x", "is_secret": "yes"}""", "is_secret", "wrong_type")]
    [InlineData("""{"key": "A", "value": "x", "linked_database_id": null}""", "linked_database_id", "unknown_field")]
    public async Task Create_WithAFault_NamesTheField(string json, string field, string code)
    {
        var answer = (await _developer.Send(HttpMethod.Post, _env, json)).IsProblem(HttpStatusCode.BadRequest, "invalid_request");

        Assert.True(answer.Faults.TryGetValue(field, out var seen) && code == seen, answer.Text);
        Assert.Empty(Shown(await _developer.Get(_env)));
    }

    [Fact]
    public async Task Create_ValueOf32KiB_IsTaken_AndOneByteMoreIsNot()
    {
        (await _developer.Post(_env, new { key = "A", value = new string('x', 32 << 10) })).Is(HttpStatusCode.Created);
        Assert.Equal("too_long", (await _developer.Post(_env, new { key = "B", value = new string('x', (32 << 10) + 1) })).IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults["value"]);
    }

    [Fact]
    public async Task Create_KeyThatIsThere_IsAConflict()
    {
        await Add("A", "1");
        (await _developer.Post(_env, new { key = "A", value = "2" })).IsProblem(HttpStatusCode.Conflict, "key_taken");
        Assert.Equal(["A=1"], Shown(await _developer.Get(_env)));
    }

    [Fact]
    public async Task Change_Value_KeepsTheRest()
    {
        await Add("A", "1");
        await Add("B_SECRET", "hunter22");

        (await _developer.Patch(_env + "/B_SECRET", new { value = "hunter33" })).Is(HttpStatusCode.OK);
        (await _developer.Patch(_env + "/A", new { is_secret = true })).Is(HttpStatusCode.OK);

        Assert.Equal(["A=****", "B_SECRET=****"], Shown(await _developer.Get(_env)));
        (await _developer.Patch(_env + "/C", new { value = "1" })).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Change_SecretToPlain_NeedsANewValue()
    {
        await Add("A_SECRET", "hunter22");

        Assert.Equal("required", (await _developer.Patch(_env + "/A_SECRET", new { is_secret = false })).IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults["value"]);
        (await _developer.Patch(_env + "/A_SECRET", new { is_secret = false, value = "open" })).Is(HttpStatusCode.OK);
        Assert.Equal(["A_SECRET=open"], Shown(await _developer.Get(_env)));
    }

    [Fact]
    public async Task Delete_TakesOneAway()
    {
        await Add("A", "1");
        await Add("B", "2");

        (await _developer.Delete(_env + "/A")).Is(HttpStatusCode.NoContent);

        Assert.Equal(["B=2"], Shown(await _developer.Get(_env)));
        (await _developer.Delete(_env + "/A")).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Bulk_SetsAll_AndReplaceRemovesTheOthers()
    {
        await Add("A", "1");
        await Add("TOKEN", "hunter22");

        (await _developer.Post(_env + "/bulk", new { variables = new { B = "2", C = "" } })).Is(HttpStatusCode.OK);
        Assert.Equal(["A=1", "B=2", "C=", "TOKEN=****"], Shown(await _developer.Get(_env)));

        var replaced = (await _developer.Send(HttpMethod.Post, _env + "/bulk", """{"variables": {"B": "3", "TOKEN": null}, "replace": true}""")).Is(HttpStatusCode.OK);
        Assert.Equal(["B=3", "TOKEN=****"], Shown(replaced));
        Assert.Equal(4, replaced.Json.GetProperty("revision").GetInt32());
    }

    [Theory]
    [InlineData("""{}""", "variables", "required")]
    [InlineData("""{"variables": []}""", "variables", "wrong_type")]
    [InlineData("""{"variables": {"A": 1}}""", "variables.A", "wrong_type")]
    [InlineData("""{"variables": {"A": "1", "PORT": "1"}}""", "variables.PORT", "reserved_key")]
    [InlineData("""{"variables": {"A": "1", "B": "\u0000"}}""", "variables.B", "invalid_characters")]
    [InlineData("""{"variables": {"A": "1"}, "replace": 1}""", "replace", "wrong_type")]
    public async Task Bulk_WithAFault_ChangesNothing(string json, string field, string code)
    {
        var answer = (await _developer.Send(HttpMethod.Post, _env + "/bulk", json)).IsProblem(HttpStatusCode.BadRequest, "invalid_request");

        Assert.True(answer.Faults.TryGetValue(field, out var seen) && code == seen, answer.Text);
        Assert.Empty(Shown(await _developer.Get(_env)));
    }

    [Fact]
    public async Task Import_AFile_SetsAll()
    {
        await Add("OLD", "stays");

        (await Import("# mine\nexport A='1 # 2'\nB=\"x\\ny\"\nC_KEY=hunter22\n")).Is(HttpStatusCode.OK);

        Assert.Equal(["A=1 # 2", "B=x\ny", "C_KEY=****", "OLD=stays"], Shown(await _developer.Get(_env)));
    }

    [Fact]
    public async Task Import_WithFaults_TellsEachLineAndChangesNothing()
    {
        var answer = (await Import("A=1\nwhat\nB='open\n")).IsProblem(HttpStatusCode.BadRequest, "invalid_request");

        Assert.Equal(["line 2", "line 3"], answer.Faults.Keys.Order());
        Assert.Empty(Shown(await _developer.Get(_env)));
        (await Import("A=" + new string('x', 256 << 10))).IsProblem(HttpStatusCode.RequestEntityTooLarge, "too_large");
        (await _developer.Post(_env + "/import", new { })).IsProblem(HttpStatusCode.UnsupportedMediaType, "wrong_type");
    }

    [Fact]
    public async Task Export_IsReadBackByTheImport()
    {
        await Add("A", "it's \"so\"\n$HOME \\");
        await Add("SECRET", "hunter22");
        var file = (await _developer.Get(_env + "/export")).Is(HttpStatusCode.OK);
        Assert.StartsWith("text/plain", file.Headers["Content-Type"]);
        (await _developer.Delete(_env + "/A")).Is(HttpStatusCode.NoContent);

        (await Import(file.Text)).Is(HttpStatusCode.OK);

        Assert.Equal(["A=it's \"so\"\n$HOME \\", "SECRET=****"], Shown(await _developer.Get(_env)));
    }

    [Fact]
    public async Task Effective_SaysWhereEachComesFrom()
    {
        await Add("A", "1");
        await Add("NODE_ENV", "test");

        var items = (await _developer.Get(_env + "/effective")).Is(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray().ToDictionary(item => item.GetProperty("key").GetString()!, item => item.GetProperty("source").GetString());

        Assert.Equal(("service", "service", "platform"), (items["A"], items["NODE_ENV"], items["PORT"]));
    }

    [Fact]
    public async Task Revisions_SayWhoChangedWhatWhen_AndOneIsRestored()
    {
        await Add("A", "1");
        await Add("B_TOKEN", "hunter22");
        (await _developer.Patch(_env + "/A", new { value = "2" })).Is(HttpStatusCode.OK);

        var page = (await _developer.Get(_env + "/revisions?limit=2")).Is(HttpStatusCode.OK);
        var rest = (await _developer.Get($"{_env}/revisions?limit=2&cursor={page.Field("next_cursor")}")).Is(HttpStatusCode.OK);
        string[] numbers = [.. page.Json.GetProperty("items").EnumerateArray().Concat(rest.Json.GetProperty("items").EnumerateArray()).Select(item => $"{item.GetProperty("number")} {item.GetProperty("created_by")} {item.GetProperty("changes")[0].GetProperty("key")} {item.GetProperty("changes")[0].GetProperty("kind")}")];
        Assert.Equal(["3 ada A changed", "2 ada B_TOKEN added", "1 ada A added"], numbers);

        (await _developer.Post(_env + "/revisions/1/restore", null)).Is(HttpStatusCode.OK);
        Assert.Equal(["A=1"], Shown(await _developer.Get(_env)));
        Assert.Equal(1, (await _developer.Get(_env + "/revisions?limit=1")).Json.GetProperty("items")[0].GetProperty("restored_from").GetInt32());
        (await _developer.Post(_env + "/revisions/99/restore", null)).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await _developer.Post(_env + "/revisions/x/restore", null)).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Write_WithTheTagOfAnOldList_IsRefused()
    {
        await Add("A", "1");
        var tag = (await _developer.Get(_env)).ETag!;
        (await _developer.Patch(_env + "/A", new { value = "2" }, ("If-Match", tag))).Is(HttpStatusCode.OK);

        (await _developer.Patch(_env + "/A", new { value = "3" }, ("If-Match", tag))).IsProblem(HttpStatusCode.PreconditionFailed, "stale");
        (await _developer.Delete(_env + "/A", ("If-Match", tag))).IsProblem(HttpStatusCode.PreconditionFailed, "stale");
        Assert.Equal(["A=2"], Shown(await _developer.Get(_env)));
    }

    [Fact]
    public async Task Write_FromManyAtOnce_LosesNothing()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => _developer.Post(_env, new { key = $"K{n:D2}", value = $"{n}" })));

        Assert.All(answers, answer => answer.Is(HttpStatusCode.Created));
        Assert.Equal(Enumerable.Range(0, 12).Select(n => $"K{n:D2}={n}"), Shown(await _developer.Get(_env)));
    }

    [Fact]
    public async Task Variables_OfOthers_AreNotThere()
    {
        await Add("A", "1");
        var stranger = _app.AsOwner(AppFixture.NewOrg());
        foreach (var path in (string[])["", "/effective", "/revisions", "/export"])
        {
            (await stranger.Get(_env + path)).IsProblem(HttpStatusCode.NotFound, "not_found");
        }

        (await stranger.Post(_env, new { key = "B", value = "1" })).IsProblem(HttpStatusCode.NotFound, "not_found");
        var viewer = _app.As(_org, Role.Viewer);
        (await viewer.Get(_env)).Is(HttpStatusCode.OK);
        (await viewer.Post(_env, new { key = "B", value = "1" })).IsProblem(HttpStatusCode.Forbidden, "role_too_low");
        (await viewer.Delete(_env + "/A")).IsProblem(HttpStatusCode.Forbidden, "role_too_low");
    }

    private static IEnumerable<string> Shown(Answer list) => list.Json.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("key")}={(item.GetProperty("masked").GetBoolean() ? "****" : item.GetProperty("value").GetString())}");

    private async Task Add(string key, string value) => (await _developer.Post(_env, new { key, value })).Is(HttpStatusCode.Created);

    private Task<Answer> Import(string text) => _developer.Send(HttpMethod.Post, _env + "/import", new StringContent(text, Encoding.UTF8, "text/plain"), []);
}
