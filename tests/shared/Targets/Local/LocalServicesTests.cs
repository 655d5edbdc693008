using ClickDeploy.Jobs;
using ClickDeploy.Jobs.Local;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Targets;
using ClickDeploy.Targets.Local;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Shared.Targets.Local;

public sealed class LocalServicesTests
{
    [Fact]
    public async Task Services_WithADataFolder_AreThere()
    {
        await using var provider = Provide(("DATA_DIR", "/data"));

        Assert.Equal("local", provider.GetRequiredService<ITarget>().Name);
        Assert.NotNull(provider.GetRequiredService<IJobs>());
        Assert.NotNull(provider.GetRequiredService<LocalWorkloads>());
        Assert.Equal(20000, provider.GetRequiredService<IOptions<LocalTargetOptions>>().Value.FirstPort);
    }

    [Theory]
    [InlineData("DATA_DIR", "data")]
    [InlineData("LOCAL_FIRST_PORT", "80")]
    [InlineData("LOCAL_LAST_PORT", "19999")]
    [InlineData("LOCAL_LAST_PORT", "many")]
    [InlineData("CADDY_PATH", "caddy")]
    [InlineData("LOCAL_OUTPUT_MIB", "0")]
    [InlineData("LOCAL_OPEN_FILES", "1")]
    [InlineData("JOB_OPEN_FILES", "1")]
    public async Task Setting_ThatCannotBe_IsNamedWithItsValue(string name, string value)
    {
        await using var provider = Provide(("DATA_DIR", "/data"), (name, value));

        // One exception, or one for each part that reads the setting.
        var refused = Assert.ThrowsAny<Exception>(() => provider.GetRequiredService<IStartupValidator>().Validate());
        var sentence = refused is AggregateException { InnerExceptions: [OptionsValidationException first, ..] } ? first.Message : Assert.IsType<OptionsValidationException>(refused).Message;

        Assert.Contains(name, sentence);
        Assert.Contains(value, sentence);
    }

    private static ServiceProvider Provide(params (string Name, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>();
        foreach (var (name, value) in settings)
            values[name] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return new ServiceCollection()
            .AddSingleton<IStorage>(SqliteStorage.InMemory(TimeProvider.System))
            .AddLocalTarget(configuration)
            .AddLocalJobs(configuration)
            .BuildServiceProvider(validateScopes: true);
    }
}
