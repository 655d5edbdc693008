using System.Net;
using ClickDeploy.Functions.Health;
using ClickDeploy.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task Ready_WithoutCaddy_SaysWhatIsWrongAndHowToMendIt()
    {
        await using var app = await TestApp.Start();
        var nobody = app.With(null);

        Assert.Equal("ok", (await nobody.Get("!/health")).Is(HttpStatusCode.OK).Field("status"));
        var answer = (await nobody.Get("!/ready")).Is(HttpStatusCode.ServiceUnavailable);

        Assert.Equal("not_ready", answer.Field("status"));
        Assert.NotEmpty(answer.Headers["Retry-After"]);
        var checks = answer.Json.GetProperty("checks").EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!);
        Assert.Equal("up", checks["storage"].GetProperty("state").GetString());
        Assert.Equal("down", checks["caddy"].GetProperty("state").GetString());
        Assert.Contains("durable", checks.Keys);
        Assert.Contains("CADDY_ADMIN_URL", checks["caddy"].GetProperty("fix").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Speed", "Slow")]
    public async Task Ready_WhenACheckFailsOrHangs_CountsItAsDown(bool hangs)
    {
        await using var app = await TestApp.Start(replace: services => services.AddSingleton<IReadyCheck>(new BrokenCheck(hangs)));

        var answer = (await app.With(null).Get("!/ready")).Is(HttpStatusCode.ServiceUnavailable);

        Assert.Contains(answer.Json.GetProperty("checks").EnumerateArray(), check => check.GetProperty("name").GetString() == "broken" && check.GetProperty("state").GetString() == "down");
        Assert.DoesNotContain("secret", answer.Text);
    }

    [Fact]
    public async Task Requests_WhileTheStorageIsDown_Answer503()
    {
        await using var app = await TestApp.Start(replace: services => services.AddSingleton<IStorage>(provider => new BreakableStorage(provider.GetRequiredService<TimeProvider>())));
        var owner = app.AsOwner("acme");
        (await owner.Post("/projects", new { name = "Shop" })).Is(HttpStatusCode.Created);

        ((BreakableStorage)app.Services.GetRequiredService<IStorage>()).Down = true;

        var answer = (await owner.Get("/projects")).IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.NotEmpty(answer.Headers["Retry-After"]);
        (await owner.Get("!/ready")).Is(HttpStatusCode.ServiceUnavailable);
        (await owner.Get("!/health")).Is(HttpStatusCode.OK);
    }

    private sealed class BrokenCheck(bool hangs) : IReadyCheck
    {
        public string Name => "broken";

        public Task<Readiness> Check(CancellationToken cancellation) =>
            hangs ? new TaskCompletionSource<Readiness>().Task : throw new InvalidOperationException("a secret");
    }
}
