using System.Net;
using System.Reflection;
using ClickDeploy.Functions;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Tests.Shared.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Tests.Functions.Auth;

/// <summary>Every route of the application, walked as somebody who may not use it.</summary>
public sealed class AccessTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private readonly TestApp _app = fixture.App;

    /// <summary>Method, route and what it needs (null: anyone), as the functions declare them.</summary>
    internal static IReadOnlyList<(string Method, string Route, Role? Needs)> Routes { get; } =
    [
        .. from method in HttpFunctions()
           let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).OfType<HttpTriggerAttribute>().Single()
           from verb in trigger.Methods ?? ["any"]
           select (verb.ToUpperInvariant(), "/" + trigger.Route, method.GetCustomAttribute<NeedsAttribute>()?.Role),
    ];

    [Fact]
    public void Functions_OverHttp_SayWhoMayCallThem() =>
        Assert.All(HttpFunctions(), method => Assert.True(method.IsDefined(typeof(NeedsAttribute)) != method.IsDefined(typeof(AnyoneAttribute)), $"{method.DeclaringType} needs [Needs(Role)] or [Anyone], one of them."));

    [Fact]
    public void Functions_OverHttp_AreAboveTheApiOrKnown() =>
        Assert.All(Routes.Where(route => route.Needs is not null), route => Assert.StartsWith("/v1/click-deploy/", route.Route));

    [Fact]
    public async Task Routes_WithoutAGoodToken_Answer401()
    {
        var good = _app.Token("acme", Role.Owner);
        var parts = good.Split('.');
        string?[] bad =
        [
            null,
            "",
            "garbage",
            "a.b.c",
            new string('x', 8000),
            good + "x",
            $"{parts[0]}.{parts[1]}.",
            // Not signed at all.
            $"{Encoded("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.",
            // Somebody else's claims under our signature.
            $"{parts[0]}.{Encoded("""{"iss":"click-to-deploy","aud":"click-to-deploy","exp":9999999999,"owner":"other","sub":"eve","roles":["owner"]}""")}.{parts[2]}",
        ];
        foreach (var (method, route, _) in Routes.Where(route => route.Needs is not null))
        {
            foreach (var token in bad)
            {
                var answer = await Walk(_app.With(token), method, route, Guid.NewGuid());
                answer.IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
                Assert.Equal("Bearer", answer.Headers["WWW-Authenticate"]);
            }
        }
    }

    [Fact]
    public async Task Routes_WithAnExpiredToken_Answer401()
    {
        var time = new Clock(DateTimeOffset.UtcNow);
        await using var app = await TestApp.Start(replace: services => services.Add(new(typeof(TimeProvider), time)));
        var caller = app.AsOwner("acme");
        (await caller.Get("/me")).Is(HttpStatusCode.OK);

        time.Now += SessionTokens.Lifetime + TimeSpan.FromSeconds(1);

        (await caller.Get("/me")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task Routes_WithATokenOfAnotherInstallation_Answer401()
    {
        await using var other = await TestApp.Start();

        (await _app.With(other.Token("acme", Role.Owner)).Get("/me")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Theory]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer")]
    [InlineData("Bearer  ")]
    [InlineData("bearer a b")]
    public async Task Routes_WithAnotherKindOfAuthorization_Answer401(string header) =>
        (await _app.With(null).Get("/me", ("Authorization", header))).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");

    [Fact]
    public async Task Routes_AsAnotherOrganisation_NeverShowNorTouchTheObject()
    {
        var owner = _app.AsOwner(AppFixture.NewOrg());
        var project = await owner.Post("/projects", new { name = "Secret shop" });
        var service = await owner.Post($"/projects/{project.Field("id")}/services", new { name = "web" });
        var stranger = _app.AsOwner(AppFixture.NewOrg());
        foreach (var (method, route, _) in Routes.Where(route => route.Needs is not null && route.Route.Contains('{')))
        {
            foreach (var id in new[] { project.Field("id"), service.Field("id") })
            {
                var answer = await Walk(stranger, method, route, Guid.Parse(id));
                Assert.True((answer.Status, answer.Code) is (HttpStatusCode.NotFound, "not_found"), $"{method} {route}: {(int)answer.Status} {answer.Text}");
                Assert.DoesNotContain("ecret", answer.Text);
            }
        }

        Assert.Equal(service.ETag, (await owner.Get($"/services/{service.Field("id")}")).Is(HttpStatusCode.OK).ETag);
        Assert.Equal(project.ETag, (await owner.Get($"/projects/{project.Field("id")}")).Is(HttpStatusCode.OK).ETag);
        Assert.Equal(0, (await stranger.Get("/projects")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await stranger.Get("/projects?slug=secret-shop")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Routes_WithAnIdOfNothing_Answer404()
    {
        var owner = _app.AsOwner(AppFixture.NewOrg());
        foreach (var (method, route, _) in Routes.Where(route => route.Needs is not null && route.Route.Contains('{')))
        {
            var answer = await Walk(owner, method, route, Guid.NewGuid());
            Assert.True((answer.Status, answer.Code) is (HttpStatusCode.NotFound, "not_found"), $"{method} {route}: {(int)answer.Status} {answer.Text}");
        }
    }

    [Fact]
    public async Task Routes_WithARoleTooLow_Answer403()
    {
        var org = AppFixture.NewOrg();
        var owner = _app.AsOwner(org);
        var project = (await owner.Post("/projects", new { name = "Shop" })).Field("id");
        var service = (await owner.Post($"/projects/{project}/services", new { name = "web" })).Field("id");
        foreach (var (method, route, needs) in Routes.Where(route => route.Needs is not null))
        {
            foreach (var role in new[] { Role.Viewer, Role.Developer }.Where(role => role < needs))
            {
                (await Walk(_app.As(org, role), method, route, Guid.Parse(route.Contains("/services/") ? service : project))).IsProblem(HttpStatusCode.Forbidden, "role_too_low");
            }

            (await Walk(_app.As(org), method, route, Guid.Parse(project))).IsProblem(HttpStatusCode.Forbidden, "role_too_low");
        }

        Assert.Equal("web", (await _app.As(org, Role.Viewer).Get($"/services/{service}")).Is(HttpStatusCode.OK).Field("name"));
        (await _app.As(org, Role.Admin).Delete($"/services/{service}")).Is(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Routes_WithAnotherProjectInTheHeader_Answer404()
    {
        var owner = _app.AsOwner(AppFixture.NewOrg());
        var project = (await owner.Post("/projects", new { name = "Shop" })).Field("id");
        var service = (await owner.Post($"/projects/{project}/services", new { name = "web" })).Field("id");

        (await owner.Get($"/services/{service}", ("X-Project-ID", project))).Is(HttpStatusCode.OK);
        (await owner.Get($"/projects/{project}", ("X-Project-ID", project))).Is(HttpStatusCode.OK);
        foreach (var other in new[] { Guid.NewGuid().ToString(), "garbage", "" })
        {
            (await owner.Get($"/services/{service}", ("X-Project-ID", other))).IsProblem(HttpStatusCode.NotFound, "not_found");
            (await owner.Delete($"/projects/{project}?confirm=Shop", ("X-Project-ID", other))).IsProblem(HttpStatusCode.NotFound, "not_found");
        }
    }

    private static IEnumerable<MethodInfo> HttpFunctions() =>
        from type in typeof(Program).Assembly.GetTypes()
        from method in type.GetMethods()
        where method.IsDefined(typeof(FunctionAttribute)) && method.GetParameters().Any(parameter => parameter.ParameterType == typeof(HttpRequest))
        select method;

    private static Task<Answer> Walk(Caller caller, string method, string route, Guid id)
    {
        var path = System.Text.RegularExpressions.Regex.Replace(route, @"\{[^}]*\}", id.ToString());
        return caller.Send(new HttpMethod(method), "!" + path, method is "POST" or "PATCH" or "PUT" ? JsonContent("{}") : null, []);
    }

    private static StringContent JsonContent(string json) => new(json, System.Text.Encoding.UTF8, "application/json");

    private static string Encoded(string text) => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(text));
}
