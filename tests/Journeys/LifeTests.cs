using ClickDeploy.Tests.Shared.Processes;
using Microsoft.Playwright;

namespace ClickDeploy.Tests.Journeys;

/// <summary>Life after the first deployment: back to an earlier one, stopped, started, restarted, looked at.</summary>
[Collection(nameof(RealBrowser)), Trait("Lane", "two"), Trait("Speed", "Slow")]
public sealed class LifeTests(BrowserFixture browser, Workshop workshop)
{
    [Fact]
    public async Task Rollback_Confirmed_BringsTheEarlierReleaseBackAndTurnsAutoDeployOff()
    {
        await workshop.Platform.Api.DeployLive(workshop.Services["back"].Id);
        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.OpensPanel(workshop.Services["back"], "deploy");
        await ada.Presses("Roll back to 1");
        await ada.Reads(ada.Dialog, "Auto-deploy goes off");
        await ada.Shows("rollback");
        await ada.Confirms("Roll back to 1");
        await ada.Sees(ada.Panel("back").GetByRole(AriaRole.Link, new() { NameRegex = new("^3\\s+Live.*rolled back") }));
        await ada.TurnsTo("Source");
        await ada.Reads(ada.Panel("back"), "Auto-deploy is off");
        await ada.Presses("Turn auto-deploy on");
        await ada.SeesNo(ada.Button("Turn auto-deploy on"));

        await ada.TurnsTo("Deploy");
        await ada.Panel("back").GetByRole(AriaRole.Link, new() { NameRegex = new("^3\\s+Live.*rolled back") }).ClickAsync();
        await ada.Presses("Compare");
        await ada.Sees(ada.Page.GetByRole(AriaRole.Row, new() { NameRegex = new("^Build Its own Of deployment 1") }));
        await ada.Sees(ada.Button("Roll back to 2"));
        await ada.Shows("compare");
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Service_StoppedStartedAndRestarted_SaysSoOnItsNode()
    {
        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.OpensPanel(workshop.Services["power"], "deploy");
        await ada.Chooses("More actions", "Stop");
        await ada.Reads(ada.Dialog, "answers with 503");
        await ada.Confirms("Stop power");
        await ada.SeesState("power", "Stopped");
        Assert.Equal("status 503", await workshop.Answer("power"));
        await ada.Chooses("More actions", "Start");
        await ada.SeesState("power", "Live");
        await Eventually.Is(() => workshop.Answer("power"), answer => answer == "no greeting 1", "The answer after the start");
        await ada.Chooses("More actions", "Restart");
        await ada.SeesState("power", "Live");
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Log_OfARunningApplication_FollowsItAndIsSearched()
    {
        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.OpensPanel(workshop.Services["logs"], "logs", "runtime");
        await ada.Reads(ada.Log, "ready");
        await workshop.Answer("logs", "/first-page");
        await ada.Reads(ada.Log, "asked for /first-page");
        await workshop.Answer("logs", "/second-page");
        await ada.Reads(ada.Log, "asked for /second-page");

        await ada.Log.FocusAsync();
        await ada.Page.Keyboard.PressAsync("/");
        await ada.Page.Keyboard.TypeAsync("-page");
        await ada.Reads(ada.Page.GetByRole(AriaRole.Search), "1 of 2");
        await ada.Presses("Next (Enter)");
        await ada.Reads(ada.Page.GetByRole(AriaRole.Search), "2 of 2");
        await ada.Presses("Show only these lines");
        await Assertions.Expect(ada.Log).Not.ToContainTextAsync("ready");
        await ada.Shows("log-find");
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Log_LinkToALine_OpensAtTheLine()
    {
        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.OpensPanel(workshop.Services["canvas"], "logs", "build");
        var line = ada.Log.GetByText("Command, by the service's own commands");
        await line.ClickAsync();
        await Assertions.Expect(ada.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("line=[0-9]+"));
        await ada.Page.ReloadAsync();
        await Assertions.Expect(ada.Log.Locator("[aria-current]")).ToContainTextAsync("Command, by the service's own commands");
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Log_OfABuild_IsBesideThatOfTheApplication()
    {
        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.OpensPanel(workshop.Services["canvas"], "logs");
        await ada.Reads(ada.Log, "ready");
        await ada.Presses("Deployment 1");
        await ada.Reads(ada.Log, "Command, by the service's own commands");
        await Assertions.Expect(ada.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("view=build"));
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Metrics_OfARunningApplication_AreDrawnAndStandInATable()
    {
        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.OpensPanel(workshop.Services["canvas"], "logs", "metrics");
        var memory = ada.Page.GetByRole(AriaRole.Region, new() { Name = "Memory" });
        await ada.Sees(memory.GetByRole(AriaRole.Img));
        await ada.Sees(memory.Locator("canvas"));
        await ada.Shows("metrics");
        await ada.Presses("Show Memory as a table");
        await ada.Reads(memory.GetByRole(AriaRole.Table), "MB");
        ada.HeardNoComplaint();
    }
}
