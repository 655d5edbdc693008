using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;

namespace ClickDeploy.Tests.Shared.Storage.Sqlite;

public sealed class SqliteFileConformanceTests : StorageConformance
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ctd-storage-");
    private readonly List<IStorage> _opened = [];

    public override async Task DisposeAsync()
    {
        foreach (var storage in _opened)
            await storage.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    protected override Task<IStorage> Open()
    {
        var storage = SqliteStorage.Open(Path.Combine(_folder.FullName, "data", "test.db"), TimeProvider.System);
        _opened.Add(storage);
        return Task.FromResult<IStorage>(storage);
    }

    protected override Task<IStorage> OpenAnother() => Open();
}
