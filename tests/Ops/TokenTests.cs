using System.Net;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Tests.Functions;

namespace ClickDeploy.Tests.Ops;

[Trait("Speed", "Slow")]
public sealed class TokenTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Ops_WithAPersonalToken_SeesItsOrganisation_UntilItIsRevoked()
    {
        var user = fixture.App.As(AppFixture.NewOrg(), Role.Developer);
        var project = (await user.Post("/projects", new { name = "Shop" })).Is(HttpStatusCode.Created).Field("id");
        (await user.Post($"/projects/{project}/services", new { name = "web" })).Is(HttpStatusCode.Created);
        var made = (await user.Post("/tokens", new { name = "ops", scopes = new[] { "viewer" } })).Is(HttpStatusCode.Created);

        var seen = await Status(made.Field("token"));
        (await user.Delete($"/tokens/{made.Field("id")}")).Is(HttpStatusCode.NoContent);
        var refused = await Status(made.Field("token"));

        // Nothing of the platform but its API runs here, which status tells as well.
        Assert.True(seen.Output.Contains("Shop     web", StringComparison.Ordinal), seen.Output + seen.Errors);
        Assert.NotEqual(0, refused.Code);
        Assert.Contains("--token", refused.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(made.Field("token"), seen.Output + seen.Errors + refused.Output + refused.Errors, StringComparison.Ordinal);
    }

    private Task<OpsRun> Status(string token) => OpsRun.With([("CLICKDEPLOY_URL", fixture.App.Url.ToString()), ("CLICKDEPLOY_TOKEN", token)], "status");
}
