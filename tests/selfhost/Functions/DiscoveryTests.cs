using System.Net.Http.Json;
using System.Reflection;
using ClickDeploy.SelfHost.Durable;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.SelfHost.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.SelfHost.Functions;

public sealed class DiscoveryTests
{
    [Theory]
    [InlineData(typeof(Mistakes.SameName), "Mistakes+SameName.One and ", "Mistakes+SameName.Two", "'Twice'", "name of its own")]
    [InlineData(typeof(Mistakes.SameRoute), "SameRoute.First", "SameRoute.Second", "POST /", "change the route")]
    [InlineData(typeof(Mistakes.Unbindable), "Unbindable.Run", "'String name'", "name it in the route")]
    [InlineData(typeof(Mistakes.Unconstrained), "Unconstrained.Run", "'id'", "write {id:guid}")]
    [InlineData(typeof(Mistakes.WrongTriggerType), "WrongTriggerType.Run", "'context'", "make it an HttpRequest")]
    [InlineData(typeof(Mistakes.Keyed), "Keyed.Run", "AuthorizationLevel.Function", "say AuthorizationLevel.Anonymous")]
    [InlineData(typeof(Mistakes.BadRoute), "BadRoute.Run", "'things/{id'")]
    [InlineData(typeof(Mistakes.BadSchedule), "BadSchedule.Run", "'every minute'", "six NCRONTAB fields")]
    [InlineData(typeof(Mistakes.BadQueue), "BadQueue.Run", "'Web_Hooks'", "3 to 56 lower-case letters")]
    [InlineData(typeof(Mistakes.NoSetting), "NoSetting.Run", "'%SWEEP_SCHEDULE%'", "set SWEEP_SCHEDULE")]
    [InlineData(typeof(Mistakes.NoStorage), "NoStorage", "register an IStorage")]
    [InlineData(typeof(Mistakes.Hidden), "Hidden.Run", "make both public")]
    [InlineData(typeof(Mistakes.NoTrigger), "NoTrigger.Run", "has 0", "keep one parameter")]
    [InlineData(typeof(Mistakes.AsyncVoid), "AsyncVoid.Run", "return Task")]
    [InlineData(typeof(Mistakes.BadName), "BadName.Run", "'bad name'", "use a letter")]
    [InlineData(typeof(Mistakes.InstanceOrchestrator), "InstanceOrchestrator.Run", "make the method static")]
    [InlineData(typeof(Mistakes.WrongOrchestrator), "WrongOrchestrator.Run", "make it a TaskOrchestrationContext")]
    [InlineData(typeof(Mistakes.GreedyActivity), "GreedyActivity.Run", "'IServiceProvider services'", "constructor")]
    [InlineData(typeof(Mistakes.Unmade), "Mistakes+Unmade", "'IFormatProvider absent'", "add it to the services")]
    public async Task Mistake_OfOneKind_IsRefusedWithItsPlaceAndTheFix(Type mistake, params string[] parts)
    {
        var builder = TestHost.Builder(null, mistake);
        if (mistake != typeof(Mistakes.NoStorage))
        {
            builder.Services.AddSingleton<IStorage>(_ => SqliteStorage.InMemory(TimeProvider.System));
        }

        var sentence = Assert.Single(await TestHost.Refusal(builder));
        Assert.All(parts, part => Assert.Contains(part, sentence));
        Assert.EndsWith(".", sentence);
    }

    [Fact]
    public async Task Mistakes_OfEveryKind_AreReportedAtOnce()
    {
        var all = typeof(Mistakes).GetNestedTypes(BindingFlags.Public);
        var sentences = await TestHost.Refusal(TestHost.Builder(new Dictionary<string, string?> { ["PORT"] = "many" }, all));
        Assert.Equal(all.Length + 1, sentences.Count);
        Assert.Contains(sentences, sentence => sentence.StartsWith("PORT is 'many'"));
    }

    [Fact]
    public async Task Durable_Functions_AreInTheRegistry()
    {
        await using var host = await TestHost.Start(BuilderOfGreetings());
        var registry = host.Services.GetRequiredService<DurableRegistry>();
        Assert.NotNull(registry.Orchestrator("greetall"));
        Assert.Null(registry.Orchestrator("Greet"));
        var activity = registry.Activity("Greet")!;
        Assert.Equal(typeof(string), activity.InputType);
        await using var scope = host.Services.CreateAsyncScope();
        Assert.Equal("Hello, Ada!", await activity.Body(scope.ServiceProvider, new Greetings.Context(), "Ada", CancellationToken.None));
    }

    [Fact]
    public async Task Orchestration_StartedByARequest_RunsItsActivities()
    {
        await using var host = await TestHost.Start(BuilderOfGreetings());
        using var response = await host.Client.PostAsJsonAsync("/greetings", (string[])["Ada", "Grace"]);
        Assert.Equal("Hello, Ada! Hello, Grace!", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Engine_WithoutAStore_IsRefused() =>
        Assert.Contains("register an IStorage", Assert.Single(await TestHost.Refusal(TestHost.Builder(null, typeof(Greetings)))));

    private static FunctionsApplicationBuilder BuilderOfGreetings()
    {
        var builder = TestHost.Builder(null, typeof(Greetings));
        builder.Services.AddSingleton<IStorage>(_ => SqliteStorage.InMemory(TimeProvider.System));
        return builder;
    }
}
