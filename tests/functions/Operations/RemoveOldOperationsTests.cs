using ClickDeploy.Functions.Operations;
using ClickDeploy.Operations;
using ClickDeploy.Orchestrations.Cleanup;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Services;
using ClickDeploy.Tests.Orchestrations.World;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Functions.Operations;

public sealed class RemoveOldOperationsTests(SampleSource source) : IClassFixture<SampleSource>
{
    [Fact]
    public async Task Operations_OverLongAgo_GoWithTheirHistories_AndWhatRunsOrIsNewStays()
    {
        await using var world = new SagaWorld(source.Url);
        var began = world.Target.Time.GetUtcNow();
        var old = world.Deploy().Ref.Id.ToString();
        world.Pass(TimeSpan.FromDays(46));
        Remove(world);
        Assert.Equal([old], Listed(world));
        world.Pass(TimeSpan.FromDays(46));
        var young = world.Deploy().Ref.Id.ToString();
        var running = world.NextCommand(OperationKind.Restart);
        const string another = "restart-another";
        world.Tick((_, client) => client.ScheduleNewOrchestrationInstanceAsync(nameof(RestartService), null, new StartOrchestrationOptions(another, world.Target.Time.GetUtcNow().AddDays(1))));
        world.Do(async services =>
        {
            // It began as long ago as the one that goes, and waits for the service.
            await services.GetRequiredService<OperationStore>().Begin(world.Service.OrgId, new(running.OperationId, "restart", "service", world.Service.Service, null, began));
            return await services.GetRequiredService<ServiceStateStore>().Change(world.Service, state => state with { Operation = new(another, OperationKind.Restart) });
        });
        world.Begin(nameof(RestartService), running, running.OperationId);
        world.Pass(TimeSpan.FromSeconds(1));

        Remove(world);
        Remove(world);

        Assert.Equal(new[] { running.OperationId, young }.Order(), Listed(world).Order());
        Assert.Equal((false, true, true), (Known(world, old), Known(world, young), Known(world, running.OperationId)));
        world.Do(services => services.GetRequiredService<ServiceStateStore>().Change(world.Service, state => state with { Operation = null }));
        world.End(running.OperationId);
    }

    [Fact]
    public async Task Histories_OfWhatNobodyLists_GoWhenTheyAreOld()
    {
        await using var world = new SagaWorld(source.Url);
        Noted(world, "inspect-old");
        Noted(world, "inspect-never-started", start: false);
        world.Pass(TimeSpan.FromDays(46));
        Noted(world, "inspect-young");
        world.Pass(TimeSpan.FromDays(46));

        Remove(world);
        Remove(world);

        Assert.Equal((false, true), (Known(world, "inspect-old"), Known(world, "inspect-young")));
        Assert.Equal(["inspect-young"], world.Read(services => services.GetRequiredService<OperationStore>().NotedBefore(world.Target.Time.GetUtcNow(), 10)).Select(noted => noted.Id));
    }

    // As a function does: noted, then started.
    private static void Noted(SagaWorld world, string id, bool start = true)
    {
        world.Tick((services, _) => services.GetRequiredService<OperationStore>().Note(id));
        if (start)
        {
            world.Run(nameof(CleanUp), "", id);
        }
    }

    private static void Remove(SagaWorld world) => world.Tick((services, client) =>
        new RemoveOldOperations(services.GetRequiredService<OperationStore>(), services.GetRequiredService<IOptions<OperationOptions>>(), world.Target.Time).Run(new TimerInfo(), client, CancellationToken.None));

    // By id: the list itself goes back no further than operations are kept.
    private static IReadOnlyList<string> Listed(SagaWorld world) =>
        world.Read(async services => (IReadOnlyList<string>)[.. (await services.GetRequiredService<OperationStore>().StartedBefore(world.Service.OrgId, world.Target.Time.GetUtcNow(), 100)).Select(operation => operation.Id)]);

    private static bool Known(SagaWorld world, string id)
    {
        var known = false;
        world.Tick(async (_, client) => known = await client.GetInstanceAsync(id) is not null);
        return known;
    }
}
