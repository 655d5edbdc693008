using System.Net;
using System.Text;

namespace ClickDeploy.Tests.Functions.Auth;

public sealed class DevelopmentSignInTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private readonly TestApp _app = fixture.App;
    private readonly Caller _nobody = fixture.App.With(null);
    private readonly string _org = AppFixture.NewOrg();

    private string Origin => _app.Url.GetLeftPart(UriPartial.Authority);

    [Fact]
    public async Task SignIn_AnswersATokenAndACookie()
    {
        var answer = (await SignIn()).Is(HttpStatusCode.OK);

        var me = (await _app.With(answer.Field("token")).Get("/me")).Is(HttpStatusCode.OK);
        Assert.Equal((_org, "ada", """["viewer","owner"]"""), (me.Field("org"), me.Field("user"), me.Json.GetProperty("roles").GetRawText()));
        var cookie = answer.Headers["Set-Cookie"];
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; path=/", cookie, StringComparison.OrdinalIgnoreCase);
        (await _nobody.Get("/me", Cookie(answer))).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{}""", "org", "user", "roles")]
    [InlineData("""{"org": "", "user": "", "roles": ["king"]}""", "org", "user", "roles[0]")]
    [InlineData("""{"org": 1, "user": null, "roles": "owner"}""", "org", "user", "roles")]
    [InlineData("""{"org": "a\nb", "user": "a\u0000", "roles": [1]}""", "org", "user", "roles[0]")]
    [InlineData("""{"org": "a", "user": "b", "roles": [], "admin": true}""", "admin")]
    public async Task SignIn_WithFaults_NamesTheFields(string json, params string[] fields)
    {
        var answer = await _nobody.Send(HttpMethod.Post, "!/dev/token", json);

        Assert.Equal(fields.Order(), answer.IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults.Keys.Order());
    }

    [Theory]
    [InlineData("ä ö/#?\\%|'")]
    [InlineData("..")]
    [InlineData("組織")]
    [InlineData("🙂🙂")]
    [InlineData("a|b")]
    public async Task SignIn_WithAnyName_HasAnOrganisationOfItsOwn(string name)
    {
        var org = name + Guid.NewGuid().ToString("N")[..8];
        var owner = _app.AsOwner(org);
        (await owner.Post("/projects", new { name = "Shop" })).Is(HttpStatusCode.Created);

        var page = (await owner.Get("/projects?limit=1")).Is(HttpStatusCode.OK);

        Assert.Equal(1, page.Json.GetProperty("items").GetArrayLength());
        Assert.Equal(org, (await owner.Get("/me")).Field("org"));
    }

    [Fact]
    public async Task SignIn_WithANameThatFillsAKey_IsRefused()
    {
        var answer = await _nobody.Post("!/dev/token", new { org = new string('組', 100), user = "ada", roles = new[] { "owner" } });

        Assert.Equal(["org"], answer.IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults.Keys);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:7071")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("10.0.0.1")]
    [InlineData("[::2]")]
    public async Task Requests_ToAForeignHostName_AreRefused(string host)
    {
        (await SignIn(("Host", host))).IsProblem(HttpStatusCode.Forbidden, "host_not_allowed");
        (await _app.AsOwner(_org).Get("/me", ("Host", host))).IsProblem(HttpStatusCode.Forbidden, "host_not_allowed");
        (await _nobody.Get("!/", ("Host", host))).IsProblem(HttpStatusCode.Forbidden, "host_not_allowed");
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:7071")]
    [InlineData("platform.localhost:7071")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:7071")]
    public async Task Requests_ToANameOfThisMachine_Pass(string host) => (await SignIn(("Host", host))).Is(HttpStatusCode.OK);

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    public async Task SignIn_FromAForeignPage_IsRefused(string header, string value) =>
        (await SignIn((header, value))).IsProblem(HttpStatusCode.Forbidden, "foreign_origin");

    [Fact]
    public async Task SignIn_FromOurPage_IsAnswered()
    {
        (await SignIn(("Origin", Origin))).Is(HttpStatusCode.OK);
        (await SignIn(("Sec-Fetch-Site", "same-origin"))).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task SignIn_ByAForm_IsRefused()
    {
        var form = new StringContent("""{"org": "a", "user": "b", "roles": ["owner"]}""", Encoding.UTF8, "text/plain");

        (await _nobody.Send(HttpMethod.Post, "!/dev/token", form, [])).IsProblem(HttpStatusCode.UnsupportedMediaType, "wrong_type");
    }

    [Fact]
    public async Task Writes_ByCookie_NeedOurExactOrigin()
    {
        var cookie = Cookie(await SignIn());
        foreach (var foreign in new[] { "http://evil.example", "null", Origin + "0", Origin.Replace("http:", "https:"), Origin + "/", "" })
        {
            (await _nobody.Post("/projects", new { name = "Shop" }, cookie, ("Origin", foreign), ("Sec-Fetch-Site", "same-origin"))).IsProblem(HttpStatusCode.Forbidden, "foreign_origin");
        }

        foreach (var site in new[] { "cross-site", "same-site", "none", "" })
        {
            (await _nobody.Post("/projects", new { name = "Shop" }, cookie, ("Sec-Fetch-Site", site))).IsProblem(HttpStatusCode.Forbidden, "foreign_origin");
        }

        (await _nobody.Post("/projects", new { name = "Shop" }, cookie)).IsProblem(HttpStatusCode.Forbidden, "foreign_origin");
        Assert.Equal(0, (await _nobody.Get("/projects", cookie)).Json.GetProperty("items").GetArrayLength());
        (await _nobody.Post("/projects", new { name = "Shop" }, cookie, ("Origin", Origin))).Is(HttpStatusCode.Created);
        (await _nobody.Post("/projects", new { name = "Shop" }, cookie, ("Sec-Fetch-Site", "same-origin"))).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Calls_WithABadTokenBesideAGoodCookie_AreRefused()
    {
        var cookie = Cookie(await SignIn());

        (await _app.With("garbage").Get("/me", cookie)).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public void SigningKey_IsForItsOwnerOnly()
    {
        var key = Path.Combine(_app.DataDirectory, "keys", "signing.key");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        Assert.Equal(32, new FileInfo(key).Length);
    }

    private Task<Answer> SignIn(params (string Name, string Value)[] headers) =>
        _nobody.Post("!/dev/token", new { org = _org, user = "ada", roles = new[] { "viewer", "owner", "owner" } }, headers);

    private static (string, string) Cookie(Answer answer) => ("Cookie", answer.Headers["Set-Cookie"].Split(';')[0]);
}
