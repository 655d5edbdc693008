using Microsoft.Playwright;

namespace ClickDeploy.Tests.Journeys;

/// <summary>What is set of a service: saved, waiting, discarded, and never lost or gone over.</summary>
[Collection(nameof(RealBrowser)), Trait("Lane", "two"), Trait("Speed", "Slow")]
public sealed class SettingsTests(BrowserFixture browser, Workshop workshop)
{
    [Fact]
    public async Task Setting_Saved_WaitsUntilItIsReviewedAndDiscarded()
    {
        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.OpensPanel(workshop.Services["form"], "source");
        await ada.Fills("Start command", "exec node ./server.js");
        await ada.Presses("Save");
        var bar = ada.Page.GetByRole(AriaRole.Region, new() { Name = "Changes that are not deployed" });
        await ada.Reads(bar, "change");
        await ada.Presses(bar, "Review");
        var form = ada.Dialog.GetByRole(AriaRole.Region, new() { Name = "form", Exact = true });
        await ada.Reads(form, "exec node ./server.js");
        await ada.Shows("review");
        await ada.Presses(form, "Discard Start command");
        await ada.SeesNo(form);
        await Assertions.Expect(ada.Page.GetByLabel("Start command")).ToHaveValueAsync("exec node server.js");
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Setting_TypedAndNotSaved_IsThereAfterAReload()
    {
        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.OpensPanel(workshop.Services["form"], "instance");
        await ada.Fills("Health check path", "/typed");
        await ada.Page.ReloadAsync();
        await Assertions.Expect(ada.Page.GetByLabel("Health check path")).ToHaveValueAsync("/typed");
        await ada.Reads(ada.Panel("form"), "1 field changed");
        await ada.Presses(ada.Panel("form"), "Discard");
        await Assertions.Expect(ada.Page.GetByLabel("Health check path")).ToHaveValueAsync("");
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Setting_ChangedBySomebodyElseMeanwhile_ShowsBothValues()
    {
        var service = workshop.Services["shared"];
        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.OpensPanel(service, "source");
        await ada.Fills("Build command", "echo mine");
        await workshop.Platform.Api.Change(service.Id, new { build_command = "echo theirs", install_command = "echo new" });
        await ada.Reads(ada.Panel("shared"), "Somebody else saved echo theirs");
        await Assertions.Expect(ada.Page.GetByLabel("Build command")).ToHaveValueAsync("echo mine");
        await Assertions.Expect(ada.Page.GetByLabel("Install command")).ToHaveValueAsync("echo new");
        await ada.Shows("both-values");
        await ada.Presses("Take theirs");
        await Assertions.Expect(ada.Page.GetByLabel("Build command")).ToHaveValueAsync("echo theirs");
        await ada.Reads(ada.Panel("shared"), "Saved.");
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Setting_ThatIsWrong_IsRefusedBesideItsField()
    {
        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.OpensPanel(workshop.Services["form"], "instance");
        await ada.Fills("Port", "99999");
        await ada.Reads(ada.Panel("form"), "A port is a number from 1 to 65535.");
        await ada.Presses(ada.Panel("form"), "Discard");
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Worker_WithoutAPort_HasNoHealthPath()
    {
        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.OpensPanel(workshop.Services["form"], "instance");
        await ada.Page.GetByLabel("No port: a background worker").CheckAsync();
        await ada.Reads(ada.Panel("form"), "It has no address.");
        await ada.SeesNo(ada.Page.GetByLabel("Health check path"));
        await ada.Presses(ada.Panel("form"), "Discard");
        await ada.Sees(ada.Page.GetByLabel("Health check path"));
        ada.HeardNoComplaint();
    }
}
