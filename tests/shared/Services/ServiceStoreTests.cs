using ClickDeploy.Core;
using ClickDeploy.Services;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Shared.Services;

public sealed class ServiceStoreTests : IAsyncDisposable
{
    private static readonly OrgId Acme = new("acme");
    private readonly SqliteStorage _storage = SqliteStorage.InMemory(TimeProvider.System);
    private readonly ServiceStore _services;
    private readonly ProjectId _project = new(Guid.NewGuid());
    private int _made;

    public ServiceStoreTests() => _services = new(_storage, new Signals(TimeProvider.System), Options.Create(new ServiceOptions { MaxServices = 3 }));

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Create_Twice_IsOneService()
    {
        var service = New("web");

        var first = await Create(service);
        var second = await Create(service);

        Assert.Equal(first, second);
        Assert.Single(await _services.List(Acme, _project));
    }

    [Fact]
    public async Task Create_ManyAtOnce_KeepsNamesUniqueAndTheLimit()
    {
        var same = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Create(New("web")))));
        var others = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => Task.Run(() => Create(New($"s{n}")))));

        Assert.Single(same.OfType<ServiceCreation.Created>());
        Assert.Equal(9, same.OfType<ServiceCreation.NameTaken>().Count());
        Assert.Equal(2, others.OfType<ServiceCreation.Created>().Count());
        Assert.Equal(8, others.OfType<ServiceCreation.LimitReached>().Count());
        Assert.Equal(3, (await _services.List(Acme, _project)).Count);
    }

    [Fact]
    public async Task List_IsNewestFirstAndOfOneProject()
    {
        var other = New("web") with { Project = new(Guid.NewGuid()) };
        var (first, second) = (New("a"), New("b"));
        foreach (var service in new[] { other, first, second })
        {
            await Create(service);
        }

        Assert.Equal([second, first], await _services.List(Acme, _project));
        Assert.Empty(await _services.List(new("other"), _project));
        Assert.Null(await _services.Find(new("other"), first.Id));
    }

    [Fact]
    public async Task Update_OfAnOldVersion_IsStale()
    {
        var service = New("web");
        await Create(service);
        var etag = (await _services.Find(Acme, service.Id))!.ETag;

        Assert.IsType<ServiceUpdate.Updated>(await _services.Update(service with { Port = 1 }, etag));
        Assert.IsType<ServiceUpdate.Stale>(await _services.Update(service with { Port = 2, Name = "api" }, etag));

        Assert.Equal(1, (await _services.Find(Acme, service.Id))!.Value.Port);
        Assert.IsType<ServiceUpdate.Stale>(await _services.Update(New("gone"), etag));
    }

    [Fact]
    public async Task Update_OfTheName_MovesTheClaim()
    {
        var (web, api) = (New("web"), New("api"));
        await Create(web);
        await Create(api);
        var etag = (await _services.Find(Acme, web.Id))!.ETag;

        Assert.IsType<ServiceUpdate.NameTaken>(await _services.Update(web with { Name = "api" }, etag));
        Assert.IsType<ServiceUpdate.Updated>(await _services.Update(web with { Name = "front" }, etag));

        Assert.IsType<ServiceCreation.Created>(await Create(New("web")));
    }

    [Fact]
    public async Task Remove_Twice_LeavesNothing()
    {
        var (web, api) = (New("web"), New("api"));
        await Create(web);
        await Create(api);
        await Rename(web, "front");
        Assert.True((await _services.MarkDeleting(Acme, web.Id))!.Deleting);

        await Task.WhenAll(Task.Run(() => _services.Remove(Acme, web.Id)), Task.Run(() => _services.Remove(Acme, api.Id)), Task.Run(() => _services.Remove(Acme, web.Id)));
        await _services.Remove(Acme, web.Id);

        Assert.Empty(await Rows());
        Assert.Null(await _services.MarkDeleting(Acme, web.Id));
        Assert.False(await Move(Acme, web.Id, new(1, 1)));
        Assert.Empty(await Rows());
    }

    [Fact]
    public async Task SetPosition_LeavesTheServiceAsItIs()
    {
        var service = New("web");
        await Create(service);
        var before = await _services.Find(Acme, service.Id);

        Assert.True(await Move(Acme, service.Id, new(-5, int.MaxValue)));

        Assert.Equal(new CanvasPosition(-5, int.MaxValue), await _services.Position(Acme, _project, service.Id));
        Assert.Equal([new(service.Id, new(-5, int.MaxValue))], await _services.Positions(Acme, _project));
        Assert.Equal(before, await _services.Find(Acme, service.Id));
        Assert.False(await Move(new("other"), service.Id, new(0, 0)));
    }

    [Fact]
    public async Task Rows_OfTheFirstRelease_AreReadMovedAndRemoved()
    {
        var service = New("web");
        await Create(service);
        var table = _storage.Table("services");
        await table.Commit(Acme.Key, [new RowChange.Upsert($"x|project|{_project}|{service.Id}", []), new RowChange.Insert($"p|{service.Id}", new() { ["x"] = 3, ["y"] = 4 }), new RowChange.Delete($"p|{_project}|{service.Id}")]);

        Assert.Equal([service], await _services.List(Acme, _project));
        Assert.Equal(new CanvasPosition(3, 4), await _services.Position(Acme, _project, service.Id));
        Assert.True(await Move(Acme, service.Id, new(5, 6)));
        Assert.Equal([new(service.Id, new(5, 6))], await _services.Positions(Acme, _project));
        await Rename(service, "api");
        Assert.Equal(["api"], (await _services.List(Acme, _project)).Select(listed => listed.Name));
        await _services.Remove(Acme, service.Id);
        Assert.Empty(await Rows());
    }

    private Task<bool> Move(OrgId org, ServiceId id, CanvasPosition position) => _services.SetPositions(org, _project, new Dictionary<ServiceId, CanvasPosition> { [id] = position });

    private Task<ServiceCreation> Create(Service service) => _services.Create(service, new(0, 0));

    private async Task Rename(Service service, string name) =>
        Assert.IsType<ServiceUpdate.Updated>(await _services.Update(service with { Name = name }, (await _services.Find(Acme, service.Id))!.ETag));

    private Service New(string name) => new()
    {
        Org = Acme,
        Project = _project,
        Id = new(Guid.NewGuid()),
        Name = name,
        CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(Interlocked.Increment(ref _made)),
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    private async Task<List<string>> Rows()
    {
        var rows = new List<string>();
        await foreach (var row in _storage.Table("services").Query(Acme.Key, KeyRange.All))
        {
            rows.Add(row.Key);
        }

        return rows;
    }
}
