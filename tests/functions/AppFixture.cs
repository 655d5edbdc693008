namespace ClickDeploy.Tests.Functions;

/// <summary>One application for all tests of a class; each test takes an organisation of its own, so that they do not meet.</summary>
public sealed class AppFixture : IAsyncLifetime
{
    internal TestApp App { get; private set; } = null!;

    public async Task InitializeAsync() => App = await TestApp.Start();

    public async Task DisposeAsync() => await App.DisposeAsync();

    /// <summary>A name that no other test has.</summary>
    internal static string NewOrg() => $"org-{Guid.NewGuid():N}";
}
