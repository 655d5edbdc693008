using ClickDeploy.Core;
using ClickDeploy.Operations;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.SelfHost.Durable.Edges;
using ClickDeploy.Tests.Shared.Core;
using ClickDeploy.Tests.Shared.Storage;
using ClickDeploy.Tests.Shared.Storage.Azure;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Shared.Operations;

public abstract class OperationStoreTests(Func<IStorage> store)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private readonly OrgId _org = new($"org-{Guid.NewGuid():N}");

    [Fact]
    public async Task List_InPages_IsWholeAndNewestFirst_AndReadsWhatAPageNeeds()
    {
        await using var storage = new CountingStorage(store());
        var operations = new OperationStore(storage, Options.Create(new OperationOptions()), new Clock(Now));
        // 150 over three months, the oldest first.
        var all = Enumerable.Range(0, 150).Select(n => new OperationRecord($"op-{n}", "deploy", "service", Guid.NewGuid(), null, Now.AddDays(-60).AddHours(9 * n), Now, "live")).ToList();
        await Task.WhenAll(all.Select(operation => operations.Begin(_org, operation)));

        var (seen, cursor) = (new List<string>(), (string?)null);
        while (true)
        {
            storage.Reset();
            var page = await operations.List(_org, cursor, 21).Take(21).ToListAsync();
            Assert.InRange(storage.Rows, 1, 3 * 21);
            seen.AddRange(page.Take(20).Select(operation => operation.Id));
            if (page.Count < 21)
            {
                break;
            }

            Assert.True(storage.Rows <= 21 || page[0].StartedAt.Month != page[^1].StartedAt.Month, $"{storage.Rows} rows within a month");
            cursor = OperationStore.Cursor(page[19]);
        }

        Assert.Equal(all.AsEnumerable().Reverse().Select(operation => operation.Id), seen);
    }

    [Fact]
    public async Task Begin_OfOneThatIsOver_ChangesNothing_AndBeginAgainLetsItEndAnew()
    {
        await using var storage = store();
        var operations = new OperationStore(storage, Options.Create(new OperationOptions()), new Clock(Now));
        var begun = new OperationRecord("delete-1", "delete", "service", Guid.NewGuid(), null, Now);
        await operations.Begin(_org, begun);
        await operations.End(_org, begun.Id, "terminated");

        await operations.Begin(_org, begun);
        Assert.Equal("terminated", (await operations.Find(_org, begun.Id))!.Value.Outcome);

        await operations.BeginAgain(_org, begun);
        Assert.Equal(begun, (await operations.Find(_org, begun.Id))!.Value);
        await operations.End(_org, begun.Id, "completed");
        Assert.Equal("completed", (await operations.Find(_org, begun.Id))!.Value.Outcome);
    }
}

public sealed class OperationStoreTestsInMemory() : OperationStoreTests(() => SqliteStorage.InMemory(TimeProvider.System));

[Collection(OnAzurite.Name)]
[Trait("Speed", "Slow")]
public sealed class OperationStoreTestsOnAzurite(AzuriteFixture azurite) : OperationStoreTests(() => AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System));
