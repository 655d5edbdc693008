using Microsoft.Playwright;

namespace ClickDeploy.Tests.Journeys;

/// <summary>A window with the deployed application in it, which asks it all the time and remembers what it got.</summary>
internal sealed class OpenTab(IPage page)
{
    public IPage Page { get; } = page;

    public static async Task<OpenTab> Of(IPage page)
    {
        await page.WaitForLoadStateAsync();
        await page.EvaluateAsync("""
            () => {
              window.asked = { answers: 0, faults: [] };
              const ask = async () => {
                try {
                  const answer = await fetch('/api', { cache: 'no-store' });
                  await answer.text();
                  if (answer.ok) asked.answers++; else asked.faults.push(`status ${answer.status}`);
                } catch (fault) { asked.faults.push(String(fault)); }
                setTimeout(ask, 20);
              };
              void ask();
            }
            """);
        return new(page);
    }

    /// <summary>The application's page says this commit; without a reload, it hears of it.</summary>
    public Task ShowsCommit(string commit) => Assertions.Expect(Page.Locator("#commit")).ToHaveTextAsync(commit);

    /// <summary>It was answered since the last time this was asked, and never badly.</summary>
    public async Task NeverSawAnError()
    {
        Assert.Equal("", await Page.EvaluateAsync<string>("asked.faults.join('; ')"));
        await Page.WaitForFunctionAsync("before => asked.answers > before", await Page.EvaluateAsync<int>("asked.answers"));
    }
}
