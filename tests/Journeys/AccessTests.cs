using ClickDeploy.Tests.Platform;
using Microsoft.Playwright;

namespace ClickDeploy.Tests.Journeys;

/// <summary>Every page in both themes, looked at by axe (WCAG 2.2 AA).</summary>
[Collection(nameof(RealBrowser)), Trait("Lane", "two"), Trait("Speed", "Slow")]
public sealed class AccessTests(BrowserFixture browser, Workshop workshop)
{
    private static readonly string Axe = Path.Combine(RepositoryRoot.Path, "web", "node_modules", "axe-core", "axe.min.js");

    [Theory, InlineData(ColorScheme.Light), InlineData(ColorScheme.Dark)]
    public async Task Pages_InEachTheme_KeepNobodyOut(ColorScheme scheme)
    {
        await using var ada = await browser.Visitor(workshop.Platform, scheme);
        var faults = new List<string>();
        await ada.Opens("/projects");
        await Look("projects", ada.Page.GetByRole(AriaRole.Heading, new() { Name = "workshop", Exact = true }));
        await ada.Opens("/p/workshop/list");
        await Look("list", ada.Button("canvas"));
        foreach (var (tab, shown) in new[] { ("source", "Repository"), ("instance", "Size"), ("variables", "Secrets cannot be read back"), ("deploy", "History"), ("logs", "ready") })
        {
            await ada.OpensPanel(workshop.Services["canvas"], tab);
            await Look(tab, ada.Panel("canvas").GetByText(shown).First);
        }

        await ada.OpensPanel(workshop.Services["canvas"], "logs", "metrics");
        await Look("metrics", ada.Page.GetByRole(AriaRole.Region, new() { Name = "Memory" }).GetByRole(AriaRole.Img));
        await ada.Presses("Show Memory as a table");
        await Look("metrics-table", ada.Page.GetByRole(AriaRole.Group, new() { Name = "Values of Memory" }));
        await ada.Presses("Add service");
        await Look("add", ada.Dialog);

        var deployment = (await workshop.Platform.Api.Deployments(workshop.Services["canvas"].Id))[0].Id;
        await ada.Opens($"/d/{deployment}");
        await Look("deployment", ada.Log.GetByText("Commit ").First);
        await ada.Opens("/operations");
        await Look("operations", ada.Page.GetByRole(AriaRole.Row).GetByText("Done, live").First);
        await ada.Opens($"/operations/{deployment}");
        await ada.Presses("To the start");
        await ada.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Add deployment") }).ClickAsync();
        await Look("operation", ada.Page.GetByRole(AriaRole.Heading, new() { Name = "Add deployment began" }));
        await ada.Opens("/alerts");
        await Look("alerts", ada.Page.GetByRole(AriaRole.Region, new() { Name = "Past", Exact = true }).Locator("p").First);
        await ada.Opens("/audit");
        await Look("audit", ada.Page.GetByRole(AriaRole.Row).GetByText("Add service", new() { Exact = true }).First);
        await ada.Opens("/account");
        await Look("account", ada.Page.GetByRole(AriaRole.Heading, new() { Name = "Personal tokens", Exact = true }));

        await workshop.Platform.Api.Change(workshop.Services["canvas"].Id, new { build_command = "echo reviewed" });
        await ada.Opens("/p/workshop");
        await ada.Presses("Review");
        await Look("review", ada.Dialog);
        // Others of the workshop may have changes too.
        await ada.Dialog.GetByRole(AriaRole.Region, new() { Name = "canvas", Exact = true }).GetByRole(AriaRole.Button, new() { Name = "Discard Build command", Exact = true }).ClickAsync();
        await ada.SeesNo(ada.Dialog.GetByText("echo reviewed"));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        ada.HeardNoComplaint();

        async Task Look(string page, ILocator shown)
        {
            await ada.Sees(shown);
            await ada.Shows($"{page}-{scheme}".ToLowerInvariant());
            await ada.Page.EvaluateAsync(await File.ReadAllTextAsync(Axe));
            faults.AddRange(await ada.Page.EvaluateAsync<string[]>("""
                async () => {
                  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
                  const { violations } = await axe.run({ runOnly: tags });
                  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html, any }) => `${id}: ${help}: ${html.slice(0, 200)} ${any.map(({ message }) => message).join('; ')}`));
                }
                """));
            for (var at = 0; at < faults.Count; at++)
                faults[at] = faults[at].StartsWith('[') ? faults[at] : $"[{page}, {scheme}] {faults[at]}";
        }
    }
}
