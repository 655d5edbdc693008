using Microsoft.Playwright;

namespace ClickDeploy.Tests.Journeys;

/// <summary>What is drawn and placed on the canvas, and taken back.</summary>
/// <remarks>It counts the changes of the whole project, so it is in no lane of ./check: in the run before them it has the workshop to itself.</remarks>
[Collection(nameof(RealBrowser)), Trait("Speed", "Slow")]
public sealed class EditingTests(BrowserFixture browser, Workshop workshop)
{
    [Fact]
    public async Task Link_ByKeysAlone_IsDrawnTakenBackAndDoneAgain()
    {
        await using var ada = await Ada();
        await ada.Node("uses").FocusAsync();
        await ada.Page.Keyboard.PressAsync("c");
        await ada.Reads(ada.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Choose the node" }), "uses uses");
        await ada.Node("canvas").FocusAsync();
        await ada.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(ada.Page.GetByLabel("Variable of uses")).ToHaveValueAsync("CANVAS_URL");
        await ada.Shows("link-dialog");
        await ada.Confirms("Add variable");
        await ada.SeesNo(ada.Dialog);
        await ada.Sees(Line(ada));
        await Assertions.Expect(ada.Node("uses")).ToHaveAttributeAsync("aria-label", "uses, service, Live, 1 link");
        await ada.Reads(ada.Page.GetByRole(AriaRole.Region, new() { Name = "Changes that are not deployed" }), "1 change in 1 service");
        await ada.Shows("linked");

        // A step is there once its write is over, which the line may be ahead of.
        await ada.Sees(ada.Button("Undo: Link uses to canvas (Ctrl+Z)"));
        await ada.Page.Keyboard.PressAsync("Control+z");
        await ada.SeesNo(Line(ada));
        await ada.Sees(ada.Button("Redo: Link uses to canvas (Ctrl+Shift+Z)"));
        await ada.Page.Keyboard.PressAsync("Control+Shift+z");
        await ada.Sees(Line(ada));
        await ada.Sees(ada.Button("Undo: Link uses to canvas (Ctrl+Z)"));
        await ada.Page.Keyboard.PressAsync("Control+z");
        await ada.SeesNo(Line(ada));
        await ada.Sees(ada.Button("Redo: Link uses to canvas (Ctrl+Shift+Z)"));
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Link_PulledToANode_AsksWhatItIsToBeCalled()
    {
        await using var ada = await Ada();
        var (from, to) = ((await ada.Node("uses").BoundingBoxAsync())!, (await ada.Node("form").BoundingBoxAsync())!);
        await ada.Page.Mouse.MoveAsync(from.X + (from.Width / 2), from.Y + from.Height);
        await ada.Page.Mouse.DownAsync();
        await ada.Page.Mouse.MoveAsync(to.X + 40, to.Y + 40, new() { Steps = 8 });
        await ada.Page.Mouse.UpAsync();
        await Assertions.Expect(ada.Page.GetByLabel("Variable of uses")).ToHaveValueAsync("FORM_URL");
        await ada.Confirms("Cancel");
        await ada.SeesNo(Line(ada));
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Move_TakenBack_IsOneGesture_AndAFieldKeepsAnUndoOfItsOwn()
    {
        await using var ada = await Ada();
        await ada.Node("uses").FocusAsync();
        await Moves(ada, "Shift+ArrowDown");
        await ada.OpensPanel(workshop.Services["uses"], "source");
        await ada.Node("uses").FocusAsync();
        await Moves(ada, "Shift+ArrowDown");

        var field = ada.Panel("uses").GetByLabel("Build command");
        await field.FillAsync("make");
        await field.PressAsync("Control+z");
        await Assertions.Expect(field).Not.ToHaveValueAsync("make");
        await Assertions.Expect(ada.Button("Undo: Move uses (Ctrl+Z)")).Not.ToHaveAttributeAsync("aria-disabled", "true");

        await ada.Node("uses").FocusAsync();
        await Moves(ada, "Control+z");
        await ada.Sees(ada.Button("Redo: Move uses (Ctrl+Shift+Z)"));
        ada.HeardNoComplaint();

        static Task Moves(Visitor ada, string keys) => Answered(ada, keys, "/position");
    }

    [Fact]
    public async Task Nodes_LaidOut_GoBackInOneStep()
    {
        await using var ada = await Ada();
        await ada.Node("uses").FocusAsync();
        await Answered(ada, "Shift+L", "/positions");
        await ada.Sees(ada.Button("Undo: Lay out (Ctrl+Z)"));
        await ada.Shows("laid-out");
        await Answered(ada, "Control+z", "/positions");
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Node_Duplicated_HasANameOfItsOwnAndIsTakenBack()
    {
        await using var ada = await Ada();
        await ada.Node("uses").FocusAsync();
        await ada.Page.Keyboard.PressAsync("Control+d");
        await ada.SeesState("uses-2", "Ready");
        await ada.Sees(ada.Button("Undo: Duplicate uses (Ctrl+Z)"));
        await ada.Page.Keyboard.PressAsync("Control+z");
        await ada.SeesNo(ada.Node("uses-2"));
        ada.HeardNoComplaint();
    }

    private static ILocator Line(Visitor ada) => ada.Page.Locator("text").Filter(new() { HasText = "CANVAS_URL" });

    private static Task Answered(Visitor ada, string keys, string path) =>
        ada.Page.RunAndWaitForResponseAsync(() => ada.Page.Keyboard.PressAsync(keys), answer => answer.Url.EndsWith(path, StringComparison.Ordinal) && answer.Ok);

    private async Task<Visitor> Ada()
    {
        var ada = await browser.Visitor(workshop.Platform);
        await ada.Opens("/p/workshop");
        await ada.SeesState("uses", "Live");
        return ada;
    }
}
