using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Logs;
using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Tests.Orchestrations.World;
using ClickDeploy.Variables;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Orchestrations.Deployments;

public sealed class DeploymentVariableTests(SampleSource source) : IClassFixture<SampleSource>
{
    [Fact]
    public async Task Deploy_WithVariables_RunsWithThoseOfItsTurn_AndARestartToo()
    {
        await using var world = new SagaWorld(source.Url);
        Set(world, ("COLOUR", "blue"), ("NODE_ENV", "staging"));
        var deployment = world.Deploy();
        Set(world, ("COLOUR", "red"));

        Assert.Equal((1, "blue", "staging"), (deployment.Variables, ValueOf(world, deployment.Instance!.Value, "COLOUR"), ValueOf(world, deployment.Instance!.Value, "NODE_ENV")));

        world.Target.Kill(deployment.Instance!.Value);
        var restart = new RestartInstanceInput(world.Service, deployment.Instance!.Value.Value);
        world.Run(nameof(RestartInstance), restart, restart.OperationId);
        Assert.Equal("blue", ValueOf(world, world.Serving()!.Value, "COLOUR"));

        var next = world.Deploy();
        Assert.Equal((2, "red"), (next.Variables, ValueOf(world, next.Instance!.Value, "COLOUR")));
    }

    [Fact]
    public async Task Deploy_WithoutVariables_RunsWithThePlatformsOnly()
    {
        await using var world = new SagaWorld(source.Url);

        var deployment = world.Deploy();

        Assert.Equal((0, "production"), (deployment.Variables, ValueOf(world, deployment.Instance!.Value, "NODE_ENV")));
    }

    [Fact]
    public async Task Deploy_NamesOfItsRevision_StayWhenOthersArePruned()
    {
        await using var world = new SagaWorld(source.Url);
        Set(world, ("COLOUR", "blue"));
        var deployment = world.Deploy();
        foreach (var n in Enumerable.Range(0, 60))
        {
            Set(world, ("COLOUR", $"{n}"));
        }

        world.Do(async services =>
        {
            await services.GetRequiredService<VariableStore>().Prune(world.Service, [deployment.Variables!.Value]);
            return true;
        });

        Assert.Equal("blue", world.Read(services => services.GetRequiredService<DeploymentVariables>().Of(deployment)).Find("COLOUR")!.Value.Reveal());
        Assert.Null(world.Read(services => services.GetRequiredService<VariableStore>().Find(world.Service, 2)));
    }

    [Fact]
    public async Task Deploy_ThatFails_ShowsNoSecret()
    {
        await using var world = new SagaWorld(source.Url);
        Set(world, ("BODY_SECRET", "it hurts"), ("WORDS_TOKEN", "last words"), ("PLAIN", "answered"));
        world.Target.Sick = true;

        var failed = world.Deploy();

        var evidence = world.Read(services => services.GetRequiredService<EvidenceStore>().Find(failed.Ref))!;
        Assert.Equal(("****", "the ****"), (evidence.Probe!.Body, Assert.Single(evidence.Output).Text));
        Assert.Contains("GET / answered 500", failed.Error!.Message);
    }

    [Fact]
    public async Task Deploy_SecretInACommitAndAnAddress_IsHiddenInLogAndFailure()
    {
        await using var world = new SagaWorld("file:///nowhere/at/hunter22");
        Set(world, ("A_SECRET", "hunter22"));

        var failed = world.Deploy();

        Assert.Equal("There is no repository at file:///nowhere/at/****.", failed.Error!.Message);
        Assert.DoesNotContain(Log(world, failed), line => line.Contains("hunter22"));

        await using var saying = new SagaWorld(source.Url);
        Set(saying, ("A_SECRET", "Say hello"));
        Assert.Contains(Log(saying, saying.Deploy()), line => line.EndsWith("by Ada Lovelace: ****"));
    }

    [Fact]
    public void Environment_OfAnInstall_IsNeverProduction()
    {
        var production = new VariableSet(1, [new("A", new("1"), false, default), new("NODE_ENV", new("production"), false, default)]);
        var staging = new VariableSet(1, [new("NODE_ENV", new("staging"), false, default)]);
        var platform = new Dictionary<string, string> { ["CI"] = "true", ["A"] = "0" };

        Assert.Equal(["A=1", "CI=true"], Shown(Environments.OfInstall(platform, production)));
        Assert.Equal(["A=0", "CI=true", "NODE_ENV=staging"], Shown(Environments.OfInstall(platform, staging)));
        Assert.Equal(["A=1", "CI=true", "NODE_ENV=production"], Shown(Environments.Of(platform, production)));
    }

    private static IEnumerable<string> Shown(IReadOnlyDictionary<string, Sensitive<string>> environment) => environment.Select(variable => $"{variable.Key}={variable.Value.Reveal()}").Order(StringComparer.Ordinal);

    private static string? ValueOf(SagaWorld world, InstanceId instance, string key) => world.Target.SpecOf(instance).Environment.GetValueOrDefault(key)?.Reveal();

    private static void Set(SagaWorld world, params (string Key, string Value)[] variables) => world.Do(services => services.GetRequiredService<VariableStore>().Change(
        world.Service, "ada", null, present => VariableEdits.Set(present, [.. variables.Select(variable => new VariableInput(variable.Key, new(variable.Value)))], replace: false)));

    private static IReadOnlyList<string> Log(SagaWorld world, Deployment deployment) => world.Read(async services =>
    {
        var reader = services.GetRequiredService<LogStore>().Read(LogStream.Of(deployment.Ref), 0);
        var lines = new List<string>();
        while (await reader.Next() is { Count: > 0 } entries)
        {
            lines.AddRange(entries.Select(entry => entry.Message));
        }

        return lines;
    });
}
