using System.Net;
using ClickDeploy.Clients.Caddy;

namespace ClickDeploy.Tests.Shared.Clients.Caddy;

[Trait("Speed", "Slow")]
[Collection(nameof(RealCaddy)), Trait("Lane", "two")]
public sealed class CaddyRestartTests(CaddyFixture caddy) : IClassFixture<CaddyFixture>
{
    [Fact]
    public async Task Restart_AfterKill_ServesTheRoutesWithoutThePlatform()
    {
        await using var upstream = await Upstream.Start("one");
        await caddy.Routes.Point("again.localhost", new Route.Instance(upstream.Address));

        await caddy.Kill();
        var down = await caddy.Client.Inspect();
        await caddy.Start();

        Assert.Contains("CADDY_ADMIN_URL", Assert.IsType<CaddyState.Down>(down).Reason, StringComparison.Ordinal);
        Assert.IsType<CaddyState.Ready>(await caddy.Client.Inspect());
        using var answer = await caddy.Http.SendAsync(caddy.Request("again.localhost"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(await caddy.Client.Load());
    }

    [Fact]
    public async Task Load_AfterAStartFromNothing_LoadsOnce()
    {
        await caddy.Kill();
        Directory.Delete(Path.Combine(caddy.DataDirectory, "caddy"), recursive: true);
        await caddy.Start();

        Assert.IsType<CaddyState.Other>(await caddy.Client.Inspect());
        Assert.True(await caddy.Client.Load());
        Assert.False(await caddy.Client.Load());
    }

    [Fact]
    public async Task Load_CaddyIsDown_SaysSo()
    {
        await caddy.Kill();

        var failure = await Assert.ThrowsAsync<CaddyUnavailableException>(() => caddy.Client.Load());

        Assert.Contains($"{caddy.AdminUrl} (CADDY_ADMIN_URL) does not answer", failure.Message, StringComparison.Ordinal);
        await caddy.Start();
    }
}
