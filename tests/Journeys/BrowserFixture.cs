using ClickDeploy.Tests.Platform;
using Microsoft.Playwright;

namespace ClickDeploy.Tests.Journeys;

/// <summary>Debian's Chromium, driven by Playwright. Only a browser resolves *.localhost, as the user's does.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";
    private const float Patience = 60_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where the built page is; for WEB_ROOT.</summary>
    public static string Page { get; } = Path.Combine(RepositoryRoot.Path, "web", "dist");

    public async Task InitializeAsync()
    {
        Require(Path.Combine(Page, "index.html"), "The page is not built: run 'npm ci && npm run build' in web, or ./check, which does it.");
        Require(Chromium, "Chromium is missing. Install it with: apt-get install chromium.");
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            Timeout = Patience,
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Somebody new: no cookie, nothing stored.</summary>
    internal async Task<Visitor> Visitor(PlatformProcess platform, ColorScheme scheme = ColorScheme.Light, int width = 1440, int height = 900)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = $"http://localhost:{platform.Url.Port}",
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = width, Height = height },
        });
        context.SetDefaultTimeout(Patience);
        return new Visitor(await context.NewPageAsync());
    }

    private static void Require(string file, string otherwise)
    {
        if (!File.Exists(file))
            throw new FileNotFoundException($"{otherwise} Looked for {file}.");
    }
}
