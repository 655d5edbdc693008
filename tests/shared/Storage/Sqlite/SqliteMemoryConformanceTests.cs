using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;

namespace ClickDeploy.Tests.Shared.Storage.Sqlite;

public sealed class SqliteMemoryConformanceTests : StorageConformance
{
    protected override Task<IStorage> Open() => Task.FromResult<IStorage>(SqliteStorage.InMemory(TimeProvider.System));

    protected override Task<IStorage> OpenAnother() => Task.FromResult(Storage);
}
