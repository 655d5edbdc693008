namespace ClickDeploy.Tests.Journeys;

/// <summary>Tests that use the page as people do, in one Chromium: one after the other, beside nothing but the other lane of ./check.</summary>
[CollectionDefinition(nameof(RealBrowser), DisableParallelization = true)]
public sealed class RealBrowser : ICollectionFixture<BrowserFixture>, ICollectionFixture<Workshop>;
