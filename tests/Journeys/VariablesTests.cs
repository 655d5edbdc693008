using ClickDeploy.Tests.Shared.Processes;
using Microsoft.Playwright;

namespace ClickDeploy.Tests.Journeys;

/// <summary>Variables, as rows and as text.</summary>
[Collection(nameof(RealBrowser)), Trait("Lane", "two"), Trait("Speed", "Slow")]
public sealed class VariablesTests(BrowserFixture browser, Workshop workshop)
{
    [Fact]
    public async Task Variable_AddedAndDeployed_ReachesTheApplication()
    {
        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.OpensPanel(workshop.Services["vars"], "variables");
        await Add(ada, "GREETING", "Grüß Gott, it's $5");
        await ada.Reads(ada.Page.GetByRole(AriaRole.Listitem, new() { Name = "GREETING", Exact = true }), "New");
        await ada.Presses("Deploy changes");
        await Eventually.Is(() => workshop.Answer("vars"), answer => answer == "Grüß Gott, it's $5 1", "The greeting");
        await ada.SeesState("vars", "Live");
        await ada.SeesNo(ada.Button("Deploy changes"));
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Secret_Saved_IsNeverShownAgain()
    {
        const string Secret = "planted-7f3c";
        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.OpensPanel(workshop.Services["secret"], "variables");
        await Add(ada, "API_TOKEN", Secret);
        await ada.Page.ReloadAsync();
        await ada.Sees(ada.Page.GetByRole(AriaRole.Listitem, new() { Name = "API_TOKEN", Exact = true }));
        await ada.Presses("Raw .env");
        await Assertions.Expect(ada.Page.GetByLabel("Variables of secret as .env")).ToHaveValueAsync("API_TOKEN=••••••••\n");
        await ada.Presses("Review");
        await ada.Reads(ada.Dialog, "API_TOKEN");
        Assert.DoesNotContain(Secret, await ada.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, await ada.Page.EvaluateAsync<string>("JSON.stringify([sessionStorage, localStorage])"), StringComparison.Ordinal);
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Text_WithFaults_NamesTheirLinesAndSavesNothing()
    {
        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.OpensPanel(workshop.Services["canvas"], "variables");
        await ada.Presses("Raw .env");
        await ada.Page.GetByLabel("Variables of canvas as .env").FillAsync("A=1\nnonsense\nPORT=3");
        await ada.Reads(ada.Panel("canvas"), "Line 2");
        await ada.Reads(ada.Panel("canvas"), "Line 3");
        await Assertions.Expect(ada.Panel("canvas").GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true })).ToBeDisabledAsync();
        await ada.Shows("raw-faults");
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Text_Saved_ShowsItsDifferencesBefore_AndAnEarlierRevisionComesBack()
    {
        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.OpensPanel(workshop.Services["text"], "variables");
        await ada.Presses("Raw .env");
        var area = ada.Page.GetByLabel("Variables of text as .env");
        await area.FillAsync("REGION=eu\nLEVEL=info\n");
        await ada.Reads(ada.Page.GetByRole(AriaRole.Region, new() { Name = "What saving changes" }), "2 changes");
        await ada.Presses(ada.Panel("text"), "Save");
        await ada.Sees(ada.Page.GetByRole(AriaRole.Listitem, new() { Name = "REGION", Exact = true }));

        await ada.Presses("Raw .env");
        await area.FillAsync("REGION=us\n");
        await ada.Reads(ada.Page.GetByRole(AriaRole.Region, new() { Name = "What saving changes" }), "LEVEL Removed");
        await ada.Presses(ada.Panel("text"), "Save");
        await ada.SeesNo(ada.Page.GetByRole(AriaRole.Listitem, new() { Name = "LEVEL", Exact = true }));
        await ada.Presses("Revisions");
        await ada.Presses("Restore revision 1");
        await ada.Reads(ada.Page.GetByRole(AriaRole.Listitem, new() { Name = "LEVEL", Exact = true }), "info");
        ada.HeardNoComplaint();
    }

    private static async Task Add(Visitor ada, string key, string value)
    {
        await ada.Presses("Add variable");
        await ada.Fills("Name", key);
        await ada.Fills("Value", value);
        await ada.Presses("Add");
        await ada.Sees(ada.Page.GetByRole(AriaRole.Listitem, new() { Name = key, Exact = true }));
    }
}
