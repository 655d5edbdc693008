using ClickDeploy.Tests.Platform;
using Microsoft.Playwright;

namespace ClickDeploy.Tests.Journeys;

/// <summary>A day without a mouse: what is wanted is reached by Tab and the arrows, and the focus is never lost on the way.</summary>
[Collection(nameof(RealBrowser)), Trait("Lane", "two"), Trait("Speed", "Slow")]
public sealed class KeyboardTests(BrowserFixture browser, Workshop workshop)
{
    private const int MostStops = 60;

    [Fact]
    public async Task Service_ByKeysAlone_IsAddedDeployedAndItsLogRead()
    {
        await workshop.Platform.Api.CreateProject("keyboard");
        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.Opens("/p/keyboard");
        await ada.Sees(ada.Button("Add a service"));
        await Walk(ada, ada.Button("Add a service"));
        await ada.Page.Keyboard.PressAsync("Enter");
        await ada.Sees(ada.Dialog);
        await ada.Page.Keyboard.TypeAsync(workshop.Repository);
        await Walk(ada, ada.Dialog.GetByLabel("Name", new() { Exact = true }));
        await ada.Page.Keyboard.PressAsync("Control+a");
        await ada.Page.Keyboard.TypeAsync("typed");
        await Walk(ada, ada.Dialog.GetByText("Commands, port, health check"));
        await ada.Page.Keyboard.PressAsync("Enter");
        await Walk(ada, ada.Dialog.GetByLabel("Start command"));
        await ada.Page.Keyboard.TypeAsync(SampleRepository.EchoCommand);
        await ada.Page.Keyboard.PressAsync("Enter");

        // The button that opened the dialog is gone: what was made has the focus.
        var panel = ada.Panel("typed");
        await Assertions.Expect(panel).ToBeFocusedAsync();
        await ada.SeesState("typed", "Live");
        await Walk(ada, panel.GetByRole(AriaRole.Tab, new() { Name = "Deploy" }));
        await ada.Page.Keyboard.PressAsync("ArrowRight");
        await ada.Reads(ada.Log, "ready");
        await Walk(ada, ada.Log);
        await ada.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(ada.Node("typed")).ToBeFocusedAsync();
        ada.HeardNoComplaint();
    }

    private static async Task Walk(Visitor visitor, ILocator to)
    {
        for (var stops = 0; stops < MostStops; stops++)
        {
            if (await to.EvaluateAsync<bool>("element => element === document.activeElement || element.parentElement === document.activeElement"))
                return;
            await visitor.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"Tab never came to {to}.");
    }
}
