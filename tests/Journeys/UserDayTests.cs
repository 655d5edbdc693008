using ClickDeploy.Tests.Platform;
using ClickDeploy.Tests.Shared.Processes;
using ClickDeploy.Tests.Shared.Storage.Azure;
using Microsoft.Playwright;

namespace ClickDeploy.Tests.Journeys;

/// <summary>The whole product as one person meets it on one day: real browser, Caddy, git, npm and node.</summary>
[Collection(nameof(RealBrowser)), Trait("Lane", "two"), Trait("Speed", "Slow")]
public sealed class UserDayTests(BrowserFixture browser)
{
    private static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string>(Tests.Platform.Settings.Fast) { ["WEB_ROOT"] = BrowserFixture.Page };

    [Fact]
    public async Task Day_FromAnEmptyPageToNothingLeft_GoesWellOnSqlite()
    {
        await using var platform = await PlatformProcess.Run(Settings);
        await Live(platform, "sqlite");
        await platform.Data.NothingIsLeft();
    }

    [Fact]
    public async Task Day_FromAnEmptyPageToNothingLeft_GoesWellOnAzurite()
    {
        var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        try
        {
            await using var platform = await PlatformProcess.Run(new Dictionary<string, string>(Settings) { ["AzureWebJobsStorage"] = azurite.ConnectionString });
            await Live(platform, "azurite");
            await platform.Data.NothingIsLeft();
        }
        finally
        {
            await azurite.DisposeAsync();
        }
    }

    private async Task Live(PlatformProcess platform, string storage)
    {
        using var repository = new HelloRepository();
        await using var ada = await browser.Visitor(platform);
        try
        {
            await MakesAProject(ada);
            await AddsAService(ada, repository.Url);
            var tab = await DeploysItAndLooks(ada, repository);
            await ada.Shows($"{storage}-live");
            await DeploysANewVersion(ada, repository, tab);
            await DeploysABrokenVersion(ada, repository, tab);
            await ada.Shows($"{storage}-failed");
            await ChangesHerMind(ada, repository, tab);
            await ada.Shows($"{storage}-cancelled");
            await DeletesTheService(ada, platform, tab);
            await DeletesTheProject(ada);
            await ada.Shows($"{storage}-end");
            ada.HeardNoComplaint();
        }
        catch (Exception failure)
        {
            await ada.Shows($"{storage}-fault");
            throw new InvalidOperationException($"{failure.Message}\nThe page said:\n{await ada.Page.InnerTextAsync("body")}\nThe platform wrote:\n{platform.Output}", failure);
        }
    }

    private static async Task MakesAProject(Visitor ada)
    {
        await ada.Opens("/");
        await ada.Sees(ada.Page.GetByRole(AriaRole.Heading, new() { Name = "Projects", Exact = true }));
        await ada.Presses("New project");
        await ada.Fills("Name", "shop");
        await ada.Confirms("Create project");
        await ada.Page.WaitForURLAsync("**/p/shop");
        await ada.SeesNo(ada.Page.GetByRole(AriaRole.Article, new() { NameRegex = new(", service,") }));
    }

    private static async Task AddsAService(Visitor ada, string address)
    {
        await ada.Presses("Add a service");
        await ada.Fills("Repository address", address);
        await ada.Fills("Name", "hello");
        await ada.Confirms("Add only");
        await ada.SeesState("hello", "Ready");
    }

    private static async Task<OpenTab> DeploysItAndLooks(Visitor ada, HelloRepository repository)
    {
        await ada.Presses("Deploy");
        await ada.TurnsTo("Log");
        await ada.Reads(ada.Log, HelloRepository.BuildLine);
        await ada.SeesState("hello", "Building");
        repository.LetBuilds(end: true);
        await ada.SeesState("hello", "Live");
        await ada.Reads(ada.Log, "Built.");

        var tab = await OpenTab.Of(await ada.Follows(ada.Page.GetByRole(AriaRole.Link, new() { Name = "Open hello", Exact = true })));
        await tab.ShowsCommit(repository.Head);
        await ada.Reads(tab.Page.Locator("#trip"), "by WebSocket");
        return tab;
    }

    private static async Task DeploysANewVersion(Visitor ada, HelloRepository repository, OpenTab tab)
    {
        repository.PushGood();
        await ada.Presses("Deploy");
        await tab.ShowsCommit(repository.Head);
        await ada.SeesState("hello", "Live");
        await tab.NeverSawAnError();
    }

    private static async Task DeploysABrokenVersion(Visitor ada, HelloRepository repository, OpenTab tab)
    {
        var served = repository.Head;
        repository.PushBroken();
        await ada.Presses("Deploy");
        await ada.SeesState("hello", "Live, last deploy failed");
        var evidence = ada.Page.GetByRole(AriaRole.Region, new() { Name = "Evidence" });
        await ada.Reads(evidence, HelloRepository.LastWords);
        await Assertions.Expect(evidence).Not.ToContainTextAsync("npm notice");
        await tab.ShowsCommit(served);
        await tab.NeverSawAnError();
    }

    private static async Task ChangesHerMind(Visitor ada, HelloRepository repository, OpenTab tab)
    {
        var panel = ada.Panel("hello");
        repository.PushGood();
        repository.LetBuilds(end: false);
        await ada.Presses("Deploy");
        await ada.SeesState("hello", "Building");
        await ada.Presses("Cancel");
        await ada.Reads(panel, "Cancelled");
        await ada.SeesState("hello", "Live");
        await ada.Sees(panel.GetByRole(AriaRole.Link, new() { NameRegex = new("^4\\s+Cancelled") }));
        await tab.NeverSawAnError();
    }

    private static async Task DeletesTheService(Visitor ada, PlatformProcess platform, OpenTab tab)
    {
        await ada.Chooses("More actions", "Delete hello");
        await ada.Reads(ada.Dialog, "stops answering");
        await ada.Shows("delete-service");
        await ada.Confirms("Delete hello");
        await ada.SeesNo(ada.Node("hello"));
        await ada.Sees(ada.Button("Add a service"));
        var host = new Uri(tab.Page.Url).Host;
        await Eventually.Is(() => platform.Ask(host), answer => answer == "status 404", $"The end of {host}");
        await tab.Page.CloseAsync();
    }

    private static async Task DeletesTheProject(Visitor ada)
    {
        await ada.Chooses("Actions of the project", "Delete shop");
        var delete = ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Delete shop", Exact = true });
        await Assertions.Expect(delete).ToBeDisabledAsync();
        await ada.Fills("Type shop to confirm", "shop");
        await delete.ClickAsync();
        await ada.Page.WaitForURLAsync("**/projects");
        await ada.SeesNo(ada.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^shop") }));
        await ada.Sees(ada.Button("New project"));
    }
}
