using System.Globalization;
using System.Net;
using ClickDeploy.Functions.Limits;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Functions.Limits;

public sealed class RateLimitTests
{
    [Fact]
    public async Task Requests_OverTheLimit_Answer429UntilTheyMayComeAgain()
    {
        await using var app = await TestApp.Start(new Dictionary<string, string?> { ["RATE_LIMIT_REQUESTS"] = "4", ["RATE_LIMIT_WINDOW"] = "3600" });
        var caller = app.AsOwner("acme");
        for (var i = 0; i < 4; i++)
        {
            (await caller.Get("/me")).Is(HttpStatusCode.OK);
        }

        var refused = (await caller.Get("/me")).IsProblem(HttpStatusCode.TooManyRequests, "too_many_requests");

        Assert.InRange(int.Parse(refused.Headers["Retry-After"], CultureInfo.InvariantCulture), 1, 3600);
        // Whoever has no token is refused by the address; what is not counted goes on.
        (await app.With(null).Get("/me")).IsProblem(HttpStatusCode.TooManyRequests, "too_many_requests");
        (await app.With(null).Get("!/health")).Is(HttpStatusCode.OK);
        (await caller.Get($"/deployments/{Guid.NewGuid()}")).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Users_HaveBucketsOfTheirOwn()
    {
        await using var limits = new RateLimits(Options.Create(new RateLimitOptions { Requests = 600, WindowSeconds = 86_400, Burst = 2 }));

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => limits.Refuse("ada") is null));
        Assert.Null(limits.Refuse("eve"));
    }

    [Fact]
    public async Task Limit_InDevelopmentMode_IsOff()
    {
        await using var limits = new RateLimits(Options.Create(new RateLimitOptions()));

        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.Null(limits.Refuse("ada")));
    }
}
