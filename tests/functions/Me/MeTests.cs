using System.Net;
using ClickDeploy.Functions.Auth;

namespace ClickDeploy.Tests.Functions.Me;

public sealed class MeTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Me_SaysWhoAsksAndHowMuchThereIs()
    {
        var org = AppFixture.NewOrg();
        await fixture.App.AsOwner(org).Post("/projects", new { name = "Shop" });

        var me = (await fixture.App.As(org, Role.Viewer).Get("/me")).Is(HttpStatusCode.OK);

        Assert.Equal((org, "ada", """["viewer"]"""), (me.Field("org"), me.Field("user"), me.Json.GetProperty("roles").GetRawText()));
        Assert.Equal(1, me.Json.GetProperty("usage").GetProperty("projects").GetInt32());
        Assert.Equal(50, me.Json.GetProperty("limits").GetProperty("services_per_project").GetInt32());
    }
}
