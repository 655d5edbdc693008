using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Cleanup;
using ClickDeploy.Services;
using ClickDeploy.Tests.Orchestrations.World;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Orchestrations.Cleanup;

public sealed class DeleteTests(SampleSource source) : IClassFixture<SampleSource>
{
    [Fact]
    public async Task DeleteService_WhileADeploymentRuns_LeavesNothingAtAll()
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();
        world.Target.Sick = true;
        world.Start();
        var host = world.State().Host!;
        world.Do(services => services.GetRequiredService<ServiceStore>().MarkDeleting(world.Service.OrgId, world.Service.ServiceId, CancellationToken.None));

        world.Run(nameof(DeleteService), world.Service, $"delete-{world.Service.Service}");

        AssertGone(world, host);
    }

    [Fact]
    public async Task DeleteService_EveryStepRunsTwice_LeavesNothingAtAll()
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();
        var host = world.State().Host!;
        world.Intercept(async (_, _, _, run) =>
        {
            await run();
            return await run();
        });

        world.Run(nameof(DeleteService), world.Service, $"delete-{world.Service.Service}");

        AssertGone(world, host);
    }

    [Fact]
    public async Task DeleteService_OneStepFailsForAnHour_GoesOnWithTheRestAndEndsIt()
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();
        var (host, failures) = (world.State().Host!, 0);
        world.Intercept((_, name, _, run) => name == nameof(RemoveServing) && failures++ < 20 ? throw new IOException("out of order") : run());

        world.Run(nameof(DeleteService), world.Service, $"delete-{world.Service.Service}");

        AssertGone(world, host);
    }

    [Fact]
    public async Task DeleteProject_RemovesItsServices()
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();
        var host = world.State().Host!;

        world.Run(nameof(DeleteProject), new DeleteProjectInput("acme", world.Service.Project), $"delete-{world.Service.Project}");

        AssertGone(world, host);
    }

    private static void AssertGone(SagaWorld world, string host)
    {
        world.AssertNothingLeft(null);
        Assert.Null(world.State().Host);
        Assert.Null(world.Read(_ => world.Routes.Find(host)));
        Assert.Null(world.Read(services => services.GetRequiredService<DeploymentStore>().Newest(world.Service)));
        Assert.Null(world.Read(services => services.GetRequiredService<ServiceStore>().Find(world.Service.OrgId, world.Service.ServiceId, CancellationToken.None)));
        Assert.Empty(world.Entries("releases"));
    }
}
