using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Services;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Shared.Storage;

namespace ClickDeploy.Tests.Shared.Deployments;

public sealed class DeploymentStoreTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly SqliteStorage _storage = SqliteStorage.InMemory(TimeProvider.System);
    private readonly DeploymentStore _deployments;
    private readonly ServiceRef _service = new("acme", Guid.NewGuid(), Guid.NewGuid());

    public DeploymentStoreTests() => _deployments = new(_storage, new Signals(TimeProvider.System));

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Add_Twice_IsOneDeploymentWithOneNumber()
    {
        var reference = At(0);

        var first = await _deployments.Add(reference, DeploymentTrigger.Manual, "abc");
        var second = await _deployments.Add(reference, DeploymentTrigger.Manual, "abc");

        Assert.Equal(1, first.Number);
        Assert.Equal(first.Number, second.Number);
        Assert.Single(await All());
    }

    [Fact]
    public async Task Add_ManyAtOnce_NumbersAreOneToMany()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => _deployments.Add(At(n), DeploymentTrigger.Manual, null)));

        Assert.Equal(Enumerable.Range(1, 20), (await All()).Select(deployment => deployment.Number).Order());
    }

    [Fact]
    public async Task List_NewestFirst_AndGoesOnAfterACursor()
    {
        for (var n = 0; n < 5; n++)
        {
            await _deployments.Add(At(n), DeploymentTrigger.Manual, null);
        }

        var all = await All();
        var rest = new List<Deployment>();
        await foreach (var deployment in _deployments.List(_service, after: DeploymentStore.Cursor(all[1])))
        {
            rest.Add(deployment);
        }

        Assert.Equal([5, 4, 3, 2, 1], all.Select(deployment => deployment.Number));
        Assert.Equal([3, 2, 1], rest.Select(deployment => deployment.Number));
        Assert.Equal(5, (await _deployments.Newest(_service))!.Number);
    }

    [Fact]
    public async Task Find_ByIdOfAnotherOrganisation_IsNull()
    {
        var added = await _deployments.Add(At(0), DeploymentTrigger.Manual, null);

        Assert.NotNull(await _deployments.Find(new OrgId("acme"), added.Ref.Id));
        Assert.Null(await _deployments.Find(new OrgId("other"), added.Ref.Id));
    }

    [Fact]
    public async Task Change_MoveThatTheTableLacks_LeavesTheDeployment()
    {
        var reference = At(0);
        await _deployments.Add(reference, DeploymentTrigger.Manual, null);
        await _deployments.Change(reference, deployment => deployment.End(DeploymentStatus.Cancelled, null, Start));

        var after = await _deployments.Change(reference, deployment => deployment with { Status = DeploymentStatus.Building });

        Assert.Equal(DeploymentStatus.Cancelled, after!.Status);
    }

    [Fact]
    public async Task Change_FromManyAtOnce_LosesNone()
    {
        var reference = At(0);
        await _deployments.Add(reference, DeploymentTrigger.Manual, null);

        await Task.WhenAll(Enum.GetValues<StepName>().Select(name => _deployments.Change(reference, deployment => deployment.Begin(name, Start))));

        Assert.Equal(Enum.GetValues<StepName>(), (await _deployments.Find(reference))!.Steps.Select(step => step.Name).Order());
    }

    [Fact]
    public async Task RemoveAll_LeavesNothing()
    {
        var reference = At(0);
        await _deployments.Add(reference, DeploymentTrigger.Manual, null);

        await _deployments.RemoveAll(_service);
        await _deployments.RemoveAll(_service);

        Assert.Empty(await All());
        Assert.Null(await _deployments.Find(new OrgId("acme"), reference.Id));
        Assert.Equal(1, (await _deployments.Add(At(1), DeploymentTrigger.Manual, null)).Number);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task RemoveAll_AfterADeathBehindAnyCommit_LeavesNoRow(int commit)
    {
        await _deployments.Add(At(0), DeploymentTrigger.Manual, null);
        await _deployments.Add(At(1), DeploymentTrigger.Manual, null);
        var done = 0;
        var dying = new DeploymentStore(new LostAnswers(_storage, (call, _) => call == nameof(ITable.Commit) && ++done == commit), new Signals(TimeProvider.System));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => dying.RemoveAll(_service));

        await _deployments.RemoveAll(_service);

        Assert.Empty(await Rows());
    }

    [Fact]
    public async Task RemoveAll_WithANumberWhoseDeploymentIsGone_TakesThatToo()
    {
        await _deployments.Add(At(0), DeploymentTrigger.Manual, null);
        var of = $"acme|{_service.ServiceId}";
        var deployment = (await Rows()).Single(key => key.StartsWith("d|", StringComparison.Ordinal));
        await _storage.Table("deployments").Commit(of, [new RowChange.Delete(deployment)]);

        await _deployments.RemoveAll(_service);

        Assert.DoesNotContain(await Rows(), key => key.StartsWith("n|", StringComparison.Ordinal));
    }

    private async Task<List<string>> Rows()
    {
        await using var snapshot = await ((IStorageExport)_storage).Take();
        return [.. snapshot.Rows().Where(row => row.Table == "deployments").Select(row => row.Key)];
    }

    private DeploymentRef At(int second) => new(_service, Guid.NewGuid(), Start.AddSeconds(second));

    private async Task<List<Deployment>> All()
    {
        var all = new List<Deployment>();
        await foreach (var deployment in _deployments.List(_service))
        {
            all.Add(deployment);
        }

        return all;
    }
}
