using System.Net;
using System.Text;
using System.Text.Json;
using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Storage;
using ClickDeploy.Tests.Shared.Core;
using ClickDeploy.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Tokens;

public sealed class TokenTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private readonly TestApp _app = fixture.App;
    private readonly string _org = AppFixture.NewOrg();

    private Caller Developer => _app.As(_org, Role.Developer);

    [Fact]
    public async Task Token_SignsItsUserIn_WithItsScopesOnly_UntilItIsRevoked()
    {
        var made = (await Developer.Post("/tokens", new { name = "ci", scopes = new[] { "viewer" } })).Is(HttpStatusCode.Created);
        var program = _app.With(made.Field("token"));

        var me = (await program.Get("/me")).Is(HttpStatusCode.OK);
        Assert.Equal((_org, "ada", """["viewer"]"""), (me.Field("org"), me.Field("user"), me.Json.GetProperty("roles").GetRawText()));
        (await program.Post("/projects", new { name = "Shop" })).IsProblem(HttpStatusCode.Forbidden, "role_too_low");
        Assert.StartsWith("/v1/click-deploy/tokens/", made.Headers["Location"]);

        (await Developer.Delete($"/tokens/{made.Field("id")}")).Is(HttpStatusCode.NoContent);

        Assert.Contains("revoked", (await program.Get("/me")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated").Field("detail"));
        (await Developer.Delete($"/tokens/{made.Field("id")}")).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Token_IsShownOnce_AndKeptNowhere()
    {
        var made = (await Developer.Post("/tokens", new { name = "ci", scopes = new[] { "developer" }, expires_at = (string?)null }, ("Idempotency-Key", "a"))).Is(HttpStatusCode.Created);
        var (token, secret) = (made.Field("token"), made.Field("token").Split('.')[2]);
        (await _app.With(token).Get("/me")).Is(HttpStatusCode.OK);

        var listed = Assert.Single((await Developer.Get("/tokens")).Is(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(("ci", "ada", JsonValueKind.Null, JsonValueKind.String), (listed.GetProperty("name").GetString(), listed.GetProperty("user").GetString(), listed.GetProperty("expires_at").ValueKind, listed.GetProperty("last_used_at").ValueKind));
        Assert.False(listed.TryGetProperty("token", out _) || listed.TryGetProperty("digest", out _));
        var audit = (await _app.AsOwner(_org).Get("/audit")).Text;
        Assert.Contains("create_token", audit);
        foreach (var text in (string[])[(await Developer.Get("/tokens")).Text, audit, .. await Rows("tokens"), .. await Rows("idempotency"), .. await Rows("audit")])
        {
            Assert.DoesNotContain(secret, text);
        }

        // A repeat gets the same answer; who lost it before it was kept gets a token that works.
        Assert.Equal(token, (await Developer.Post("/tokens", new { name = "ci", scopes = new[] { "developer" }, expires_at = (string?)null }, ("Idempotency-Key", "a"))).Field("token"));
    }

    [Fact]
    public async Task Token_ThatExpired_SaysSo()
    {
        var time = new Clock(DateTimeOffset.UtcNow);
        await using var app = await TestApp.Start(replace: services => services.Add(new(typeof(TimeProvider), time)));
        var user = app.As(_org, Role.Viewer);
        var made = (await user.Post("/tokens", new { name = "ci", scopes = new[] { "viewer" } })).Is(HttpStatusCode.Created);
        Assert.Equal(time.Now + TokenRules.Lifetime, made.Json.GetProperty("expires_at").GetDateTimeOffset());
        var program = app.With(made.Field("token"));
        (await program.Get("/me")).Is(HttpStatusCode.OK);

        var used = await LastUsed(app, made);
        time.Now += TimeSpan.FromMinutes(30);
        (await program.Get("/me")).Is(HttpStatusCode.OK);
        Assert.Equal(used, await LastUsed(app, made));
        time.Now += TimeSpan.FromMinutes(31);
        (await program.Get("/me")).Is(HttpStatusCode.OK);
        Assert.Equal(time.Now, await LastUsed(app, made));

        time.Now += TokenRules.Lifetime;
        Assert.Contains("'ci' expired", (await program.Get("/me")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated").Field("detail"));
    }

    [Theory]
    [InlineData("""{}""", "name", "required")]
    [InlineData("""{"name": "ci"}""", "scopes", "required")]
    [InlineData("""{"name": "ci", "scopes": []}""", "scopes", "empty")]
    [InlineData("""{"name": "ci", "scopes": ["god"]}""", "scopes[0]", "unknown_role")]
    [InlineData("""{"name": "ci", "scopes": ["viewer", "owner"]}""", "scopes[1]", "role_too_high")]
    [InlineData("""{"name": "", "scopes": ["viewer"]}""", "name", "invalid_name")]
    [InlineData("""{"name": "c\ni", "scopes": ["viewer"]}""", "name", "invalid_name")]
    [InlineData("""{"name": "ci", "scopes": ["viewer"], "expires_at": "soon"}""", "expires_at", "invalid_time")]
    [InlineData("""{"name": "ci", "scopes": ["viewer"], "expires_at": "2020-01-01T00:00:00Z"}""", "expires_at", "out_of_range")]
    [InlineData("""{"name": "ci", "scopes": ["viewer"], "expires_at": 1}""", "expires_at", "wrong_type")]
    public async Task Token_ThatCannotBe_NamesTheField(string json, string field, string code)
    {
        var answer = (await Developer.Send(HttpMethod.Post, "/tokens", json)).IsProblem(HttpStatusCode.BadRequest, "invalid_request");

        Assert.True(answer.Faults.TryGetValue(field, out var seen) && seen == code, answer.Text);
    }

    [Fact]
    public async Task Token_OfAnother_IsSeenAndRevokedByAnOwnerOnly()
    {
        var bob = new Caller(_app.Http, _app.Services.GetRequiredService<SessionTokens>().Issue(new(new(_org), "bob", [Role.Developer])));
        var made = (await bob.Post("/tokens", new { name = "bob's", scopes = new[] { "viewer" } })).Is(HttpStatusCode.Created);

        Assert.Equal(0, (await Developer.Get("/tokens")).Json.GetProperty("items").GetArrayLength());
        (await Developer.Get("/tokens?all=true")).IsProblem(HttpStatusCode.Forbidden, "role_too_low");
        (await Developer.Delete($"/tokens/{made.Field("id")}")).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await _app.AsOwner(AppFixture.NewOrg()).Delete($"/tokens/{made.Field("id")}")).IsProblem(HttpStatusCode.NotFound, "not_found");
        var owner = _app.AsOwner(_org);
        Assert.Equal(0, (await owner.Get("/tokens")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal("bob", Assert.Single((await owner.Get("/tokens?all=true")).Json.GetProperty("items").EnumerateArray()).GetProperty("user").GetString());
        (await owner.Delete($"/tokens/{made.Field("id")}")).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Token_MakesNoTokens()
    {
        var made = await Developer.Post("/tokens", new { name = "ci", scopes = new[] { "developer" } });

        (await _app.With(made.Field("token")).Post("/tokens", new { name = "more", scopes = new[] { "viewer" } })).IsProblem(HttpStatusCode.Forbidden, "signed_in_by_token");
    }

    [Fact]
    public async Task Tokens_HaveALimit()
    {
        var user = _app.As(_org, Role.Viewer);
        for (var n = 0; n < TokenStore.MostOfAUser; n++)
        {
            (await user.Post("/tokens", new { name = $"{n}", scopes = new[] { "viewer" } })).Is(HttpStatusCode.Created);
        }

        (await user.Post("/tokens", new { name = "more", scopes = new[] { "viewer" } })).IsProblem(HttpStatusCode.Conflict, "limit_reached");
        var page = (await user.Get("/tokens?limit=30")).Json;
        Assert.Equal(20, (await user.Get($"/tokens?limit=30&cursor={Uri.EscapeDataString(page.GetProperty("next_cursor").GetString()!)}")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Token_ThatWasChanged_OpensNothing()
    {
        var made = await _app.AsOwner(_org).Post("/tokens", new { name = "ci", scopes = new[] { "owner" } });
        var other = AppFixture.NewOrg();
        var parts = made.Field("token").Split('.');
        string Org(string name) => "ctd_" + System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(name));
        string[] bad =
        [
            "ctd_", "ctd_.", "ctd_..", "ctd_...", $"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}", $"{parts[0]}..{parts[2]}", $".{parts[1]}.{parts[2]}",
            $"{parts[0]}.{parts[1]}.{parts[2][1..]}", $"{parts[0]}.{parts[1]}.{parts[2]}A", $"{parts[0]}.{parts[1]}.{parts[2].ToUpperInvariant()}x", $"{parts[0]}.{Guid.NewGuid():N}.{parts[2]}",
            $"{Org(other)}.{parts[1]}.{parts[2]}", $"{Org("a\0b")}.{parts[1]}.{parts[2]}", $"{Org(new string('ä', 200))}.{parts[1]}.{parts[2]}", $"ctd_!!!.{parts[1]}.{parts[2]}", $"ctd_{new string('A', 3000)}.{parts[1]}.{parts[2]}",
            made.Field("token") + ".x", made.Field("token").Replace("ctd_", "CTD_"),
        ];
        foreach (var token in bad)
        {
            (await _app.With(token).Get("/me")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        }

        (await _app.With(made.Field("token")).Get("/me")).Is(HttpStatusCode.OK);

        // As a cookie it is none.
        var cookie = new Caller(_app.Http, null);
        (await cookie.Get("/me", ("Cookie", $"session-{_app.Services.GetRequiredService<SigningKeys>().Name}={made.Field("token")}"))).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    private async Task<DateTimeOffset> LastUsed(TestApp app, Answer made) => (await app.Services.GetRequiredService<TokenStore>().Find(new(_org), new(Guid.Parse(made.Field("id")))))!.LastUsedAt!.Value;

    private async Task<IReadOnlyList<string>> Rows(string table)
    {
        var rows = new List<string>();
        foreach (var partition in new[] { new OrgId(_org).Key, $"{new OrgId(_org).Key}|{DateTimeOffset.UtcNow:yyyyMM}" })
        {
            await foreach (var row in _app.Services.GetRequiredService<IStorage>().Table(table).Query(partition, KeyRange.All))
            {
                rows.Add(row.Key + Encoding.UTF8.GetString(row.Data.Bytes("json") ?? []));
            }
        }

        return rows;
    }
}
