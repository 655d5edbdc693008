using ClickDeploy.Tests.Platform;
using Microsoft.Playwright;

namespace ClickDeploy.Tests.Journeys;

/// <summary>Somebody at a window on the platform's page, who finds things by what they are called, as eyes and screen readers do.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly List<string> _complaints = [];

    public Visitor(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            // A new visitor's first question is refused, and the page signs itself in; the browser notes every such answer.
            if (message.Type is "error" or "warning" && !message.Text.Contains("status of 401", StringComparison.Ordinal))
                Keep($"{message.Type}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => Keep(error);
    }

    public IPage Page { get; }

    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    public ILocator Node(string service) => Page.GetByRole(AriaRole.Article, new() { NameRegex = new($"^{service}, service") });

    public ILocator Panel(string service) => Page.GetByRole(AriaRole.Complementary, new() { Name = $"{service}, service", Exact = true });

    /// <summary>The lines of the log that is shown.</summary>
    public ILocator Log => Page.GetByRole(AriaRole.Log);

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public Task Opens(string address) => Page.GotoAsync(address);

    /// <summary>As somebody of the page's own organisation with that role; without it the page signs in as its owner.</summary>
    public async Task SignsIn(string user, string role)
    {
        var answer = await Page.Context.APIRequest.PostAsync("/dev/token", new() { DataObject = new { org = "dev", user, roles = new[] { role } } });
        Assert.True(answer.Ok, await answer.TextAsync());
    }

    public Task Presses(string button) => Button(button).ClickAsync();

    /// <summary>In the dialog that is open.</summary>
    public Task Confirms(string button) => Dialog.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public Task Fills(string field, string text) => Page.GetByLabel(field, new() { Exact = true }).FillAsync(text);

    public Task TurnsTo(string tab) => Page.GetByRole(AriaRole.Tab, new() { NameRegex = new($"^{tab}") }).ClickAsync();

    /// <summary>An entry of a menu behind three dots.</summary>
    public async Task Chooses(string menu, string entry)
    {
        await Presses(menu);
        await Page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new($"^{entry}") }).ClickAsync();
    }

    /// <summary>Opens a part of a service's panel by its address.</summary>
    public async Task OpensPanel(ServiceAnswer service, string tab, string? view = null)
    {
        await Opens($"/p/workshop?node={service.Id}&tab={tab}{(view is null ? "" : $"&view={view}")}");
        await Sees(Panel(service.Name));
    }

    /// <summary>A button inside a part of the page, where others of the same name are about.</summary>
    public Task Presses(ILocator within, string button) => within.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public Task Sees(ILocator what) => Assertions.Expect(what).ToBeVisibleAsync();

    public Task SeesNo(ILocator what) => Assertions.Expect(what).ToHaveCountAsync(0);

    public Task Reads(ILocator where, string text) => Assertions.Expect(where).ToContainTextAsync(text);

    /// <summary>The node's state in words, as it is read out.</summary>
    public Task SeesState(string service, string words) =>
        Assertions.Expect(Node(service)).ToHaveAttributeAsync("aria-label", $"{service}, service, {words}");

    /// <summary>Follows a link that opens a window of its own.</summary>
    public Task<IPage> Follows(ILocator link) => Page.Context.RunAndWaitForPageAsync(() => link.ClickAsync());

    /// <summary>A picture of what is seen, for people: only where SCREENSHOTS names a folder.</summary>
    public async Task Shows(string name)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }

    /// <summary>What the browser's console holds against the page so far.</summary>
    public void HeardNoComplaint()
    {
        lock (_complaints)
        {
            if (_complaints.Count > 0)
                Assert.Fail(string.Join('\n', _complaints));
        }
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    private void Keep(string complaint)
    {
        lock (_complaints)
            _complaints.Add(complaint);
    }
}
