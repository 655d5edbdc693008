using System.Text;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Secrets;
using ClickDeploy.Orchestrations.Secrets;
using ClickDeploy.Secrets;
using ClickDeploy.Services;
using ClickDeploy.Storage;
using ClickDeploy.Tests.Orchestrations.World;
using ClickDeploy.Variables;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Orchestrations.Secrets;

[Trait("Speed", "Slow")]
public sealed class ResealSecretsTests(SampleSource source) : IClassFixture<SampleSource>
{
    private const string Token = "glpat-of-the-owner";
    private static readonly string Old = new('a', 64);
    private static readonly string New = new('b', 64);
    private static readonly string Operation = new ResealSecretsInput(new EncryptionKey(Convert.FromHexString(New)).Name).OperationId;
    private static readonly GitSource Private = new("https://git.example/web.git", null);

    [Fact]
    public async Task Reseal_AfterTheKeyWasReplaced_OpensAllWithTheNewOneAlone()
    {
        await using var world = Rotated();
        Assert.NotNull(Replaced(world, New, Old));

        Reseal(world);

        AssertSealedAnew(world);
        Assert.Null(Replaced(world, New));
        Assert.False(Running(world));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Reseal_KilledAtEachStep_EndsTheSame()
    {
        for (var n = 0; ; n++)
        {
            foreach (var afterItsEffect in new[] { false, true })
            {
                await using var world = Rotated();
                var input = new ResealSecretsInput(Replaced(world, New, Old)!);
                if (!KilledAt(world, n, afterItsEffect, input))
                {
                    Assert.True(n >= 3, $"Killed at {n} activities only");
                    return;
                }

                world.End(input.OperationId);

                AssertSealedAnew(world);
            }
        }
    }

    [Fact]
    public async Task Reseal_EveryStepRunsTwice_EndsTheSame()
    {
        await using var world = Rotated();
        world.Intercept((_, _, _, run) => Faults.Twice(run));

        Reseal(world);

        AssertSealedAnew(world);
    }

    [Fact]
    public async Task Reseal_OfACopiedToken_IsNoPendingChange()
    {
        await using var world = Rotated();

        Reseal(world);

        var deployed = world.Newest()!.Config!;
        Assert.NotNull(deployed.GitSource!.SealedToken);
        Assert.DoesNotContain(PendingChange.Between(deployed, world.Spec()), change => change.Field == "git_source.token");
    }

    [Fact]
    public async Task Retire_KeyWasReplacedAgain_ForgetsNone()
    {
        await using var world = Rotated();
        var input = new ResealSecretsInput("00000000");

        world.Run(nameof(ResealSecrets), input, input.OperationId);

        Assert.NotNull(Replaced(world, New, Old));
    }

    // What a user has entrusted to the platform while it had the old key; it runs with the new one and knows the old one.
    private SagaWorld Rotated()
    {
        var world = new SagaWorld(source.Url, settings: new Dictionary<string, string?> { ["ENCRYPTION_KEY"] = New, ["ENCRYPTION_KEY_PREVIOUS"] = Old });
        var box = new SecretBox(Keys(world, Old));
        var deployed = world.Deploy();
        world.Do(async services =>
        {
            foreach (var value in new[] { "one", "two" })
            {
                await Variables(services, box).Change(world.Service, "ada", null, _ => new VariableEdit.To([new("API_KEY", new(value), true)]));
            }

            var tokens = new GitTokens(box);
            var store = services.GetRequiredService<ServiceStore>();
            var found = (await store.Find(world.Service.OrgId, world.Service.ServiceId))!;
            var secret = await tokens.Seal(found.Value with { GitSource = Private with { NewToken = new(Token) } });
            await store.Update(secret, found.ETag);
            return await services.GetRequiredService<DeploymentStore>().Change(deployed.Ref, deployment => deployment with { Config = secret });
        });
        return world;
    }

    private static void AssertSealedAnew(SagaWorld world)
    {
        var box = new SecretBox(Keys(world, New));
        var (service, deployed) = (world.Spec(), world.Newest()!.Config!);
        world.Do(async services =>
        {
            Assert.Equal("two", (await Variables(services, box).Read(world.Service)).Find("API_KEY")!.Value.Reveal());
            Assert.Equal("one", (await Variables(services, box).Read(world.Service, 1))!.Find("API_KEY")!.Value.Reveal());
            var tokens = new GitTokens(box);
            Assert.Equal(Token, (await tokens.Open(service))!.Reveal());
            return Assert.IsType<Sensitive<string>>(await tokens.Open(deployed));
        });
        var (both, alone) = (Keys(world, New, Old), Keys(world, New));
        Assert.Equal(world.Read(_ => Digest(both)), world.Read(_ => Digest(alone)));
    }

    private static void Reseal(SagaWorld world)
    {
        var keys = Keys(world, New, Old);
        world.Tick((_, client) => new StartReseal(keys).Run(new TimerInfo(), client, CancellationToken.None));
        world.End(Operation);
    }

    private static string? Replaced(SagaWorld world, string key, string? previous = null)
    {
        var keys = Keys(world, key, previous);
        return world.Read(_ => keys.Replaced());
    }

    private static bool Running(SagaWorld world)
    {
        var running = true;
        world.Tick(async (_, client) => running = (await client.GetInstanceAsync(Operation))!.IsRunning);
        return running;
    }

    // As SagaWorld.KillAt, over the day that lies between the two walks.
    private static bool KilledAt(SagaWorld world, int n, bool afterItsEffect, ResealSecretsInput input)
    {
        var (first, dead, never) = (world.Calls, false, new TaskCompletionSource<object?>().Task);
        world.Intercept(async (call, _, _, run) =>
        {
            if (call - first != n)
            {
                return await run();
            }

            if (afterItsEffect)
            {
                await run();
            }

            dead = true;
            return await never;
        });
        world.Begin(nameof(ResealSecrets), input, input.OperationId);
        for (var hours = 0; !dead && hours < 30; hours++)
        {
            world.Pass(TimeSpan.FromHours(1));
        }

        world.Intercept(null);
        if (dead)
        {
            world.Crash();
        }

        return dead;
    }

    private static async Task<string> Digest(EncryptionKeys keys) => await new SecretBox(keys).Digest(new("acme"), "place", "value");

    private static VariableStore Variables(IServiceProvider services, SecretBox box) =>
        new(services.GetRequiredService<IStorage>(), box, services.GetRequiredService<Signals>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<IOptions<VariableOptions>>());

    private static EncryptionKeys Keys(SagaWorld world, string key, string? previous = null) => world.Read(services => Task.FromResult(new EncryptionKeys(
        services.GetRequiredService<IStorage>(),
        Options.Create(new SecretOptions { DataDirectory = "/nowhere", Key = new(key), Previous = previous is null ? null : new(previous) }))));
}
