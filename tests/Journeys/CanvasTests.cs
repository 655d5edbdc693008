using ClickDeploy.Tests.Platform;
using Microsoft.Playwright;

namespace ClickDeploy.Tests.Journeys;

/// <summary>What one can do on the canvas and in the list.</summary>
[Collection(nameof(RealBrowser)), Trait("Lane", "two"), Trait("Speed", "Slow")]
public sealed class CanvasTests(BrowserFixture browser, Workshop workshop)
{
    [Fact]
    public async Task Node_ClickedInItsMiddle_OpensItsPanelAndNotItsAddress()
    {
        await using var ada = await Ada();
        await ada.Node("canvas").ClickAsync();
        await ada.Sees(ada.Panel("canvas"));
        Assert.Single(ada.Page.Context.Pages);
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Node_AskedWithTheOtherButton_ShowsWhatCanBeDone()
    {
        await using var ada = await Ada();
        await ada.Node("canvas").ClickAsync(new() { Button = MouseButton.Right });
        foreach (var entry in new[] { "Deploy again", "Restart", "Stop", "Show logs", "Open address", "Delete canvas" })
            await ada.Sees(ada.Page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new($"^{entry}") }));
        await ada.Page.Keyboard.PressAsync("Escape");
        await ada.SeesNo(ada.Page.GetByRole(AriaRole.Menu));
        await Assertions.Expect(ada.Node("canvas")).ToBeFocusedAsync();
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Node_Dragged_IsThereAfterAReload()
    {
        await using var ada = await Ada();
        var node = await ada.Node("canvas").BoundingBoxAsync() ?? throw new InvalidOperationException("The node has no place.");
        await ada.Page.Mouse.MoveAsync(node.X + 20, node.Y + 20);
        await ada.Page.Mouse.DownAsync();
        await ada.Page.Mouse.MoveAsync(node.X + 20, node.Y - 60, new() { Steps = 5 });
        await ada.Page.RunAndWaitForResponseAsync(() => ada.Page.Mouse.UpAsync(), answer => answer.Url.EndsWith("/position", StringComparison.Ordinal) && answer.Ok);
        var distance = await Distance(ada);
        Assert.NotEqual(0, distance);

        await ada.Page.ReloadAsync();
        await ada.Sees(ada.Node("canvas"));
        Assert.Equal(distance, await Distance(ada));
        ada.HeardNoComplaint();

        // From a neighbour: where the view stands does not count.
        static async Task<int> Distance(Visitor ada) =>
            (int)Math.Round(((await ada.Node("form").BoundingBoxAsync())!.Y - (await ada.Node("canvas").BoundingBoxAsync())!.Y) / (await ada.Node("canvas").BoundingBoxAsync())!.Height * 96);
    }

    [Fact]
    public async Task Nodes_ClickedWithShift_AreChosenTogetherAndEscapeChoosesNone()
    {
        await using var ada = await Ada();
        await ada.Node("canvas").ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await ada.Node("form").ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await ada.Reads(ada.Page.GetByRole(AriaRole.Toolbar, new() { Name = "Chosen nodes" }), "2 nodes chosen");
        await ada.Presses("Stop them");
        await ada.Reads(ada.Dialog, "answers with 503");
        await ada.Confirms("Keep them running");
        await ada.Node("canvas").FocusAsync();
        await ada.Page.Keyboard.PressAsync("Escape");
        await ada.SeesNo(ada.Page.GetByRole(AriaRole.Toolbar, new() { Name = "Chosen nodes" }));
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Nodes_ByKeyboard_AreChosenOneByOneAndAllAtOnce()
    {
        await using var ada = await Ada();
        await ada.Node("form").FocusAsync();
        await ada.Page.Keyboard.PressAsync("Shift+Enter");
        await ada.Page.Keyboard.PressAsync("ArrowLeft");
        await ada.Page.Keyboard.PressAsync("Shift+Enter");
        await ada.Reads(ada.Page.GetByRole(AriaRole.Toolbar, new() { Name = "Chosen nodes" }), "2 nodes chosen");
        await ada.Page.Keyboard.PressAsync("Control+a");
        await ada.Reads(ada.Page.GetByRole(AriaRole.Toolbar, new() { Name = "Chosen nodes" }), $"{workshop.Services.Count} nodes chosen");
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Nodes_InABoxThatIsDrawn_AreChosen()
    {
        await using var ada = await Ada();
        var (first, second) = ((await ada.Node("canvas").BoundingBoxAsync())!, (await ada.Node("form").BoundingBoxAsync())!);
        await ada.Page.Mouse.MoveAsync(first.X - 12, Math.Min(first.Y, second.Y) - 12);
        await ada.Page.Mouse.DownAsync();
        await ada.Page.Mouse.MoveAsync(second.X + second.Width + 6, Math.Max(first.Y, second.Y) + (second.Height / 2), new() { Steps = 8 });
        await ada.Page.Mouse.UpAsync();
        await ada.Reads(ada.Page.GetByRole(AriaRole.Toolbar, new() { Name = "Chosen nodes" }), "2 nodes chosen");
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Map_WithManyNodes_ShowsThemInSmall()
    {
        await using var ada = await Ada();
        await ada.Sees(ada.Page.GetByRole(AriaRole.Img, new() { Name = "Map of the canvas" }));
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Change_BySomebodyElse_IsSeenInEveryTabWithoutAsking()
    {
        await using var ada = await Ada();
        var second = await ada.Page.Context.NewPageAsync();
        await second.GotoAsync("/p/workshop");
        await ada.Sees(second.GetByRole(AriaRole.Article, new() { NameRegex = new("^canvas, service") }));
        var made = await workshop.Platform.Api.CreateService(workshop.Project, "visitor", workshop.Repository, canvasX: 960);
        await ada.Sees(ada.Node("visitor"));
        await ada.Sees(second.GetByRole(AriaRole.Article, new() { NameRegex = new("^visitor, service") }));
        await workshop.Platform.Api.DeleteService(made.Id);
        await ada.SeesNo(ada.Node("visitor"));
        await ada.SeesNo(second.GetByRole(AriaRole.Article, new() { NameRegex = new("^visitor, service") }));
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task List_OfNodes_HasEveryActionOfTheCanvas()
    {
        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.Opens("/p/workshop/list");
        await ada.Presses("More actions for canvas");
        foreach (var entry in new[] { "Show", "Deploy again", "Restart", "Stop", "Show logs", "Open address", "Delete canvas" })
            await ada.Sees(ada.Page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new($"^{entry}") }).First);
        await ada.Shows("list-actions");
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Phone_Of320Pixels_ShowsListPanelAndDialogWithinIt()
    {
        await using var ada = await browser.Visitor(workshop.Platform, width: 320, height: 640);
        await ada.Opens("/p/workshop");
        await ada.Sees(ada.Button("canvas"));
        await Fits(ada);
        foreach (var tab in new[] { "source", "instance", "variables", "deploy", "logs" })
        {
            await ada.OpensPanel(workshop.Services["canvas"], tab);
            await Fits(ada);
            await ada.Shows($"phone-{tab}");
        }

        ada.HeardNoComplaint();

        static async Task Fits(Visitor ada) => Assert.Equal(320, await ada.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task Repository_OfANewService_IsLookedAtBeforeAnythingIsMade()
    {
        using var repository = SampleRepository.Of("node-hello");
        await using var ada = await Ada();
        await ada.Presses("Add service");
        await ada.Dialog.GetByLabel("Repository address").FillAsync(repository.Url);
        await ada.Page.Keyboard.PressAsync("Tab");
        await ada.Reads(ada.Dialog.GetByRole(AriaRole.Group, new() { Name = "Detected plan" }), "Node");
        await ada.Reads(ada.Dialog, "package.json");
        await ada.Shows("add-plan");
        await ada.Confirms("Cancel");
        ada.HeardNoComplaint();
    }

    private async Task<Visitor> Ada()
    {
        var ada = await browser.Visitor(workshop.Platform);
        await ada.Opens("/p/workshop");
        await ada.SeesState("canvas", "Live");
        return ada;
    }
}
