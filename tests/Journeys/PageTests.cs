using Microsoft.Playwright;

namespace ClickDeploy.Tests.Journeys;

/// <summary>How the page behaves, seen in a real browser. What needs no browser is tested in web/src.</summary>
[Collection(nameof(RealBrowser)), Trait("Lane", "two"), Trait("Speed", "Slow")]
public sealed class PageTests(BrowserFixture browser, SampleProjects projects) : IClassFixture<SampleProjects>
{
    [Fact]
    public async Task Canvas_ByKeyboardAlone_ArrowsWalkEnterOpensAndEscGoesBack()
    {
        await using var ada = await browser.Visitor(projects.Platform);
        await ada.Opens("/p/shop");
        await ada.Sees(ada.Node("web"));

        await TabsToANode(ada);
        await ada.Page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(ada.Node("orders")).ToBeFocusedAsync();
        await ada.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(ada.Node("web")).ToBeFocusedAsync();
        await ada.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(ada.Panel("web")).ToBeFocusedAsync();
        await ada.Shows("panel");
        await ada.Page.Keyboard.PressAsync("Escape");
        await ada.SeesNo(ada.Panel("web"));
        await Assertions.Expect(ada.Node("web")).ToBeFocusedAsync();

        await ada.Page.Keyboard.PressAsync("a");
        await Assertions.Expect(ada.Page.GetByLabel("Repository address")).ToBeFocusedAsync();
        await ada.Page.Keyboard.PressAsync("Escape");
        await ada.SeesNo(ada.Dialog);
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Theme_Chosen_IsWhatTheSystemWouldShowAndStaysUntilTheSystemDecidesAgain()
    {
        await using var night = await browser.Visitor(projects.Platform, ColorScheme.Dark);
        await night.Opens("/p/shop");
        await night.Sees(night.Node("web"));
        await night.Shows("canvas-dark");
        await using var day = await browser.Visitor(projects.Platform);
        await day.Opens("/p/shop");
        await day.Sees(day.Node("web"));
        await day.Shows("canvas-light");
        Assert.NotEqual(await Ground(night), await Ground(day));

        await Chooses(day, "Dark theme");
        await Assertions.Expect(day.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await day.Page.ReloadAsync();
        await day.Sees(day.Node("web"));
        Assert.Equal(await Ground(night), await Ground(day));
        await Chooses(day, "Theme of the system");
        Assert.NotEqual(await Ground(night), await Ground(day));
        night.HeardNoComplaint();
        day.HeardNoComplaint();

        static async Task Chooses(Visitor visitor, string theme)
        {
            await visitor.Presses("Theme");
            await visitor.Page.GetByRole(AriaRole.Menuitemradio, new() { Name = theme, Exact = true }).ClickAsync();
        }
    }

    [Fact]
    public async Task Palette_OpenedByItsKey_FindsANodeAndOpensItsPanel()
    {
        await using var ada = await browser.Visitor(projects.Platform);
        await ada.Opens("/p/shop");
        await ada.Sees(ada.Node("web"));
        await ada.Page.Keyboard.PressAsync("Control+k");
        await ada.Page.GetByRole(AriaRole.Combobox, new() { Name = "Search or run an action" }).FillAsync("orders");
        await ada.Sees(ada.Page.GetByRole(AriaRole.Option, new() { NameRegex = new("^orders") }));
        await ada.Shows("palette");
        await ada.Page.GetByRole(AriaRole.Option, new() { NameRegex = new("^orders") }).ClickAsync();
        await ada.Sees(ada.Panel("orders"));
        await ada.Page.Keyboard.PressAsync("Control+k");
        await ada.Page.GetByRole(AriaRole.Combobox).FillAsync("discard changes");
        await ada.Reads(ada.Page.GetByRole(AriaRole.Option, new() { NameRegex = new("^Discard changes") }), "Nothing is changed");
        await ada.Page.Keyboard.PressAsync("Escape");
        await ada.SeesNo(ada.Dialog);
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Projects_AsCards_SayHowTheyAreAndWhoseDeploymentWasTheLast()
    {
        await using var ada = await browser.Visitor(projects.Platform);
        await ada.Opens("/projects");
        var harm = ada.Page.GetByRole(AriaRole.Link).Filter(new() { HasText = SampleProjects.Markup });
        await ada.Reads(harm, "Live");
        await ada.Reads(harm, "echo live");
        await ada.Reads(ada.Page.GetByRole(AriaRole.Link).Filter(new() { HasText = "shop" }), "Nothing deployed yet");
        await ada.Shows("projects");
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Phone_OpensAProject_ListsItsServicesWithinItsWidth()
    {
        await using var ada = await browser.Visitor(projects.Platform, width: 390, height: 844);
        await ada.Opens("/p/shop");
        await ada.Page.WaitForURLAsync("**/p/shop/list");
        await ada.Sees(ada.Button("web"));
        Assert.Equal(390, await Width(ada));
        await ada.Shows("phone-list");

        await ada.Presses("orders");
        await ada.Sees(ada.Panel("orders"));
        Assert.Equal(390, await Width(ada));
        await ada.Shows("phone-panel");
        await ada.Presses("Close (Esc)");
        await ada.Sees(ada.Button("web"));
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Markup_InNamesMessagesAndLogs_IsShownAsText()
    {
        await using var ada = await browser.Visitor(projects.Platform);
        await ada.Opens("/projects");
        await ada.Page.GetByRole(AriaRole.Heading, new() { Name = SampleProjects.Markup, Exact = true }).ClickAsync();
        await ada.SeesState("echo", "Live");
        await ada.Node("echo").GetByRole(AriaRole.Heading).ClickAsync();
        await ada.Reads(ada.Panel("echo"), SampleProjects.Markup);
        await ada.TurnsTo("Logs");
        await ada.Presses("Deployment 1");
        await ada.Reads(ada.Log, SampleProjects.Markup);
        await ada.Shows("markup");
        await ada.Chooses("Actions of the project", "Delete ");
        await ada.Reads(ada.Dialog, SampleProjects.Markup);

        Assert.Equal(0, await ada.Page.Locator("img").CountAsync());
        Assert.Equal("undefined", await ada.Page.EvaluateAsync<string>("typeof window.taken"));
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Deployment_OpenedByItsAddress_ShowsItsStepsAndItsLog()
    {
        await using var ada = await browser.Visitor(projects.Platform);
        await ada.Opens($"/d/{projects.Deployment.Id}");
        await ada.Sees(ada.Page.GetByRole(AriaRole.Heading, new() { Name = "Deployment 1 of echo", Exact = true }));
        await ada.Sees(ada.Page.GetByText("Check health", new() { Exact = false }).First);
        await ada.Reads(ada.Log, projects.Deployment.CommitSha![..12]);
        await ada.Shows("deployment");
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Operation_OfADeployment_IsSteppedThroughBackwardsAndForwards()
    {
        await using var ada = await browser.Visitor(projects.Platform);
        await ada.Opens("/operations");
        await ada.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Done, live" }).GetByRole(AriaRole.Link, new() { Name = "Deploy" }).First.ClickAsync();
        await ada.Sees(ada.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Check out ?, done") }));
        var release = ada.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Release service ?, ") });
        await ada.Presses("To the start");
        await ada.Sees(ada.Page.GetByRole(AriaRole.Heading, new() { Name = "Add deployment began" }));
        await Assertions.Expect(release).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex("not begun"));
        await ada.Page.GetByRole(AriaRole.Slider).PressAsync("End");
        await Assertions.Expect(release).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex("done"));
        await ada.Shows("operation");
        await ada.Page.GetByRole(AriaRole.Link, new() { Name = "Show the deployment" }).ClickAsync();
        await ada.Sees(ada.Page.GetByRole(AriaRole.Heading, new() { NameRegex = new("^Deployment 1 of echo") }));
        ada.HeardNoComplaint();
    }

    private static async Task TabsToANode(Visitor ada)
    {
        for (var press = 0; press < 20; press++)
        {
            await ada.Page.Keyboard.PressAsync("Tab");
            if (await ada.Page.EvaluateAsync<bool>("document.activeElement.matches('article')"))
                return;
        }

        Assert.Fail("Twenty presses of Tab lead to no node.");
    }

    private static Task<string> Ground(Visitor visitor) => visitor.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    private static Task<int> Width(Visitor visitor) => visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
}
