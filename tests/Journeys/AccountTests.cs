using System.Net;
using System.Net.Http.Headers;

namespace ClickDeploy.Tests.Journeys;

/// <summary>What one makes for programs that sign in in one's name.</summary>
[Collection(nameof(RealBrowser)), Trait("Lane", "two"), Trait("Speed", "Slow")]
public sealed class AccountTests(BrowserFixture browser, Workshop workshop)
{
    [Fact]
    public async Task Token_Made_IsShownOnceSignsInAndIsRevoked()
    {
        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.Opens("/account");
        await ada.Presses("New token");
        await ada.Fills("Name", "laptop");
        await ada.Confirms("Make token");
        var token = await ada.Dialog.Locator("code").InnerTextAsync();
        await ada.Confirms("Done, I have it");
        await ada.SeesNo(ada.Dialog);
        Assert.Equal(HttpStatusCode.OK, await SignIn(token));
        Assert.DoesNotContain(token, await ada.Page.ContentAsync() + ada.Page.Url, StringComparison.Ordinal);
        Assert.DoesNotContain(token, await ada.Page.EvaluateAsync<string>("JSON.stringify([sessionStorage, localStorage])"), StringComparison.Ordinal);

        await ada.Page.ReloadAsync();
        await ada.Presses("Revoke laptop");
        await ada.Confirms("Revoke laptop");
        await ada.Sees(ada.Page.GetByText("No tokens."));
        Assert.Equal(HttpStatusCode.Unauthorized, await SignIn(token));
        ada.HeardNoComplaint();
    }

    private async Task<HttpStatusCode> SignIn(string token)
    {
        using var client = new HttpClient { BaseAddress = workshop.Platform.Url, Timeout = TimeSpan.FromSeconds(60) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/click-deploy/me") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
