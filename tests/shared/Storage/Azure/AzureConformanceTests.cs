using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;

namespace ClickDeploy.Tests.Shared.Storage.Azure;

[Trait("Speed", "Slow")]
public sealed class AzureConformanceTests(AzuriteFixture azurite) : StorageConformance, IClassFixture<AzuriteFixture>
{
    protected override Task<IStorage> Open() => Task.FromResult<IStorage>(AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System));

    protected override Task<IStorage> OpenAnother() => Open();
}
