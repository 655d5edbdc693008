using System.Text.RegularExpressions;
using ClickDeploy.Tests.Platform;
using Microsoft.Playwright;

namespace ClickDeploy.Tests.Journeys;

/// <summary>Operations as somebody sees them who looks for what went wrong, or at what runs.</summary>
[Collection(nameof(RealBrowser)), Trait("Lane", "two"), Trait("Speed", "Slow")]
public sealed class OperationPageTests(BrowserFixture browser, Workshop workshop)
{
    [Fact]
    public async Task Failed_LookedAt_SaysWhyWhatWasUndoneAndIsTriedAgain()
    {
        var service = await Service("broken", "echo no database; exit 3");
        var deployment = await workshop.Platform.Api.End((await workshop.Platform.Api.Deploy(service)).Id);
        Assert.Equal("failed", deployment.Status);
        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.Opens($"/operations/{deployment.Id}");
        await ada.Sees(Row(ada, "Check health ?, failed"));
        await ada.Sees(Row(ada, "Undo: remove instance ?, done"));
        await ada.Reads(ada.Page.GetByRole(AriaRole.Main), "ended by itself with exit code 3");
        await ada.Reads(ada.Page.GetByRole(AriaRole.Main), "mend the start command");
        await ada.Shows("operation-failed");

        await ada.Presses("To the start");
        await Assertions.Expect(ada.Page).ToHaveURLAsync(new Regex("step=1$"));
        await ada.Page.ReloadAsync();
        await ada.Sees(ada.Page.GetByRole(AriaRole.Heading, new() { Name = "Add deployment began" }));
        await ada.Page.GetByRole(AriaRole.Slider).PressAsync("End");
        await ada.Sees(ada.Page.GetByRole(AriaRole.Definition).GetByText("Failed", new() { Exact = true }));
        await ada.Shows("operation-step");

        await ada.Presses("Deploy once more");
        await Assertions.Expect(ada.Page).Not.ToHaveURLAsync(new Regex(deployment.Id.ToString()));
        await ada.Sees(Row(ada, "Add deployment ?, "));
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Running_Watched_SaysWhatItIsAtAndIsCancelled()
    {
        var service = await Service("lasting", SampleRepository.EchoCommand, new { build_command = "sleep 600" });
        var deployment = await workshop.Platform.Api.Deploy(service);
        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.Opens($"/operations?object={service}");
        var listed = ada.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "lasting" });
        await ada.Reads(listed, "Build");
        await listed.GetByRole(AriaRole.Link, new() { Name = "Deploy" }).ClickAsync();
        await ada.Sees(Row(ada, "Build ?, running"));
        await ada.Shows("operation-running");

        await ada.Presses("Cancel");
        await ada.Sees(Row(ada, "Undo: remove build ?, done"));
        await ada.Sees(ada.Page.GetByRole(AriaRole.Main).GetByText("Cancelled", new() { Exact = true }).First);
        await ada.SeesNo(ada.Button("Cancel"));
        Assert.Equal("cancelled", (await workshop.Platform.Api.End(deployment.Id)).Status);
        ada.HeardNoComplaint();
    }

    [Fact]
    public async Task Failed_ForARepositoryThatWasAway_GoesLiveWhenItIsTriedAgainByWhoMay()
    {
        using var repository = SampleRepository.Echo("back again");
        var away = $"{repository.Path}-away";
        Directory.Move(repository.Path, away);
        var project = await workshop.Platform.Api.CreateProject("away");
        var service = await workshop.Platform.Api.CreateService(project.Id, "away", repository.Url, SampleRepository.EchoCommand);
        var deployment = await workshop.Platform.Api.End((await workshop.Platform.Api.Deploy(service.Id)).Id);
        Assert.Equal("failed", deployment.Status);
        Directory.Move(away, repository.Path);

        await using (var vera = await browser.Visitor(workshop.Platform))
        {
            await vera.SignsIn("vera", "viewer");
            await vera.Opens($"/operations/{deployment.Id}");
            await vera.Sees(vera.Page.GetByText("View only", new() { Exact = true }));
            await Assertions.Expect(vera.Button("Deploy once more")).ToHaveAttributeAsync("title", new Regex("the role developer"));
            await vera.Button("Deploy once more").ClickAsync(new() { Force = true });
            await vera.Shows("operation-viewer");
            vera.HeardNoComplaint();
        }

        await using var ada = await browser.Visitor(workshop.Platform);
        await ada.Opens("/operations?state=failed");
        await ada.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "away" }).GetByRole(AriaRole.Link, new() { Name = "Deploy" }).ClickAsync();
        await ada.Reads(ada.Page.GetByRole(AriaRole.Main), "There is no repository at");
        await ada.Presses("Deploy once more");
        await ada.Sees(ada.Page.GetByRole(AriaRole.Main).GetByText("Done, live", new() { Exact = true }));
        Assert.Equal("back again", await workshop.Platform.Ask((await workshop.Platform.Api.Service(service.Id)).Host));
        ada.HeardNoComplaint();
    }

    private static ILocator Row(Visitor visitor, string name) => visitor.Page.GetByRole(AriaRole.Button, new() { NameRegex = new($"^{name}") });

    private async Task<Guid> Service(string name, string startCommand, object? fields = null)
    {
        var project = await workshop.Platform.Api.CreateProject(name);
        var service = await workshop.Platform.Api.CreateService(project.Id, name, workshop.Repository, startCommand);
        if (fields is not null)
            await workshop.Platform.Api.Change(service.Id, fields);
        return service.Id;
    }
}
