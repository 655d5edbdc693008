using ClickDeploy.Deployments;
using ClickDeploy.Hosts;
using ClickDeploy.Services;
using ClickDeploy.Tests.Orchestrations.World;
using ClickDeploy.Variables;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Orchestrations.Deployments;

public sealed class LinkedVariableTests(SampleSource source) : IClassFixture<SampleSource>
{
    [Fact]
    public async Task Deploy_LinkedToAServiceThatNeverRan_HasItsAddress_AndARollbackToo()
    {
        await using var world = new SagaWorld(source.Url);
        var api = NewService(world, "api", 8080);
        Link(world, "API_URL", api, LinkType.InternalUrl);
        Link(world, "API_HOST", api, LinkType.Host);
        Link(world, "API_PORT", api, LinkType.Port);

        // Every step twice, so that a lost answer makes neither a second name nor a second revision.
        world.Intercept(async (_, _, _, run) =>
        {
            await run();
            return await run();
        });
        var first = world.Deploy();
        world.Intercept(null);

        var host = world.Read(services => services.GetRequiredService<ServiceStateStore>().Find(api)).Host!;
        Assert.EndsWith(".localhost", host);
        Assert.Equal((DeploymentStatus.Live, 4, $"http://{host}:8080", host, "8080"), (first.Status, first.Variables, ValueOf(world, first, "API_URL"), ValueOf(world, first, "API_HOST"), ValueOf(world, first, "API_PORT")));
        Assert.Equal(4, world.Deploy().Variables);

        Set(world, "API_URL", "http://elsewhere");
        Assert.Equal("http://elsewhere", ValueOf(world, world.Deploy(), "API_URL"));
        var back = world.Rollback(first);
        Assert.Equal((4, $"http://{host}:8080"), (back.Variables, ValueOf(world, back, "API_URL")));
    }

    [Fact]
    public async Task Deploy_LinkedToADeletedServiceOrAWorker_FailsWithTheKeyAndTheFix()
    {
        await using var world = new SagaWorld(source.Url);
        var api = NewService(world, "api", 8080);
        Link(world, "API_URL", api, LinkType.PublicUrl);
        world.Do(async services =>
        {
            var store = services.GetRequiredService<ServiceStore>();
            var found = (await store.Find(api.OrgId, api.ServiceId))!;
            return await store.Update(found.Value with { Port = null }, found.ETag);
        });

        var failed = world.Deploy();

        Assert.Equal((DeploymentStatus.Failed, "link_broken"), (failed.Status, failed.Error!.Code));
        Assert.Contains("API_URL is linked to 'api', which is a worker", failed.Error.Message);
        world.Do(async services =>
        {
            await services.GetRequiredService<ServiceStore>().Remove(api.OrgId, api.ServiceId);
            return true;
        });
        Assert.Contains("a service that was deleted", world.Deploy().Error!.Message);
        world.AssertNothingLeft(null);
    }

    [Fact]
    public async Task Name_ReservedForAServiceThatWentMeanwhile_IsFreeAgain()
    {
        await using var world = new SagaWorld(source.Url);
        var api = NewService(world, "api", 8080);
        var host = world.Read(services => services.GetRequiredService<ServiceHosts>().Reserve(api, "api"));

        world.Do(async services =>
        {
            await services.GetRequiredService<ServiceHosts>().GiveUp(api, host, isGone: true);
            return true;
        });

        var other = NewService(world, "other", 8080) with { Project = api.Project };
        Assert.Equal(host, world.Read(services => services.GetRequiredService<HostClaims>().Claim(other, [host])));
        Assert.Null(world.Read(services => services.GetRequiredService<ServiceStateStore>().Find(api)).Host);
    }

    private static ServiceRef NewService(SagaWorld world, string name, int? port)
    {
        var service = new Service { Org = world.Service.OrgId, Project = world.Service.ProjectId, Id = new(Guid.NewGuid()), Name = name, Port = port, CreatedAt = default, UpdatedAt = default };
        world.Do(services => services.GetRequiredService<ServiceStore>().Create(service, new(0, 0)));
        return ServiceRef.Of(service);
    }

    private static void Link(SagaWorld world, string key, ServiceRef target, LinkType type) => Add(world, new(key, new(""), null, new(target.ServiceId, type)));

    private static void Set(SagaWorld world, string key, string value) => Add(world, new(key, new(value)));

    private static void Add(SagaWorld world, VariableInput variable) =>
        world.Do(services => services.GetRequiredService<VariableStore>().Change(world.Service, "ada", null, present => VariableEdits.Set(present, [variable], replace: false)));

    private static string? ValueOf(SagaWorld world, Deployment deployment, string key) => world.Target.SpecOf(deployment.Instance!.Value).Environment.GetValueOrDefault(key)?.Reveal();
}
