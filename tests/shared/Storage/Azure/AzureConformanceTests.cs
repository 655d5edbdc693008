using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;

namespace ClickDeploy.Tests.Shared.Storage.Azure;

[Trait("Speed", "Slow")]
public sealed class AzureConformanceTests(AzuriteFixture azurite) : StorageConformance, IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Probe_WrongKey_SaysSoWithoutIt()
    {
        const string Wrong = "AccountKey=c2VjcmV0LXNlY3JldC1zZWNyZXQ=";
        var parts = azurite.ConnectionString.Split(';').Select(part => part.StartsWith("AccountKey", StringComparison.Ordinal) ? Wrong : part);
        await using var storage = AzureStorage.Connect(string.Join(';', parts), TimeProvider.System);
        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => storage.Probe());
        Assert.Contains("refuses the account's key", failure.Message);
        Assert.DoesNotContain("c2VjcmV0", failure.ToString());
    }

    protected override Task<IStorage> Open() => Task.FromResult<IStorage>(AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System));

    protected override Task<IStorage> OpenAnother() => Open();
}
