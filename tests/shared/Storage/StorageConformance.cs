using ClickDeploy.Storage;

namespace ClickDeploy.Tests.Shared.Storage;

/// <summary>What every provider must do. Each test has a table and a container of its own.</summary>
public abstract partial class StorageConformance : IAsyncLifetime
{
    private const string P = "partition";
    private IStorage _storage = null!;

    protected IStorage Storage => _storage;

    protected string Name { get; } = "t" + Guid.NewGuid().ToString("N");

    private ITable Table => _storage.Table(Name);

    private IBlobs Blobs => _storage.Blobs(Name);

    public async Task InitializeAsync() => _storage = await Open();

    public virtual async Task DisposeAsync() => await _storage.DisposeAsync();

    /// <summary>The store of this test.</summary>
    protected abstract Task<IStorage> Open();

    /// <summary>The same store, as another process would open it; the same object where that cannot be.</summary>
    protected abstract Task<IStorage> OpenAnother();

    private static RowData Data(string name, object? value) => new() { [name] = value };

    private static RowData Data(int n) => new() { ["n"] = n };

    private async Task<IReadOnlyList<string?>> Committed(string partition, params RowChange[] changes) =>
        Assert.IsType<CommitResult.Committed>(await Table.Commit(partition, changes)).ETags;

    private async Task Refused(int index, ConflictKind kind, params RowChange[] changes) =>
        Assert.Equal(new CommitResult.Conflict(index, kind), await Table.Commit(P, changes));

    private async Task<string> Insert(string key, RowData? data = null) =>
        (await Committed(P, new RowChange.Insert(key, data ?? Data(1))))[0]!;

    private async Task<List<string>> Keys(KeyRange range, string partition = P)
    {
        var keys = new List<string>();
        await foreach (var row in Table.Query(partition, range))
            keys.Add(row.Key);
        return keys;
    }

    private static async Task<string> Message(Func<Task> call) => (await Assert.ThrowsAnyAsync<ArgumentException>(call)).Message;
}
