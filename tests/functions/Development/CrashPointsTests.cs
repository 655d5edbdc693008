using ClickDeploy.Functions.Development;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Shared.Processes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Functions.Development;

public sealed class CrashPointsTests : IDisposable
{
    private static readonly RowChange[] AnyRow = [new RowChange.Upsert("row", new RowData { ["n"] = 1 })];

    private readonly TempFolder _folder = new();
    private readonly List<string> _kills = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Commit_BeforeAnyOperation_IsNoBorder()
    {
        await using var services = Platform("1");
        var table = services.GetRequiredService<IStorage>().Table("things");

        await table.Commit("lease", AnyRow);
        await table.Commit("dev|019a8f4e-0000-7000-8000-000000000001", AnyRow);

        Assert.Equal(0, services.GetRequiredService<Borders>().Count);
        Assert.Empty(_kills);
    }

    [Theory]
    [InlineData("1", "Border 1, before commit to things")]
    [InlineData("2", "Border 2, after commit to things")]
    [InlineData("3", "Border 3, before put of files a")]
    [InlineData("2:2", "Border 2, after commit to things")]
    [InlineData("2:1", "Border 1, before commit to things delete-")]
    public async Task Effects_OfTheOperation_KillAtTheBorderThatWasAskedFor(string setting, string expected)
    {
        await using var services = Platform(setting);
        var storage = services.GetRequiredService<IStorage>();

        await Operate(storage, "");
        if (setting.StartsWith("2:", StringComparison.Ordinal))
        {
            Assert.Empty(_kills);
            await Operate(storage, "delete-");
        }

        Assert.StartsWith(expected, Assert.Single(_kills), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_OfAnOperation_AreNoBorders()
    {
        await using var services = Platform("0");
        var storage = services.GetRequiredService<IStorage>();
        await Operate(storage, "");
        var before = services.GetRequiredService<Borders>().Count;

        await storage.Table("things").Get("lease", "row");
        await storage.Blobs("files").Read("a");

        Assert.Equal((4, 4), (before, services.GetRequiredService<Borders>().Count));
    }

    [Fact]
    public async Task Stop_CountingOnly_WritesHowManyBordersThereWere()
    {
        await using (var services = Platform("0"))
        {
            await Operate(services.GetRequiredService<IStorage>(), "");
        }

        Assert.Equal("4", await File.ReadAllTextAsync(_folder.File("run/borders")));
        Assert.Empty(_kills);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task AddCrashPoints_SettingIsNotThere_DecoratesNothing(string? setting)
    {
        await using var services = Platform(setting);

        Assert.IsType<SqliteStorage>(services.GetRequiredService<IStorage>());
        Assert.Null(services.GetService<Borders>());
    }

    [Theory]
    [InlineData("seven")]
    [InlineData("-1")]
    [InlineData("0:1")]
    [InlineData("1:2:3")]
    public void Options_BadSetting_AreRefusedWithASentence(string setting)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Read(new() { ["CRASH_AT"] = setting, ["DATA_DIR"] = "/srv" }));

        Assert.StartsWith($"CRASH_AT is '{setting}': set it to", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:7071")]
    [InlineData("http://127.0.0.1:7071;http://192.0.2.1:7071")]
    [InlineData("http://+:7071")]
    public void Options_OutsideOfDevelopmentMode_AreRefused(string urls)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Read(new() { ["CRASH_AT"] = "7", ["DATA_DIR"] = "/srv", ["ASPNETCORE_URLS"] = urls }));

        Assert.Contains("reached from other machines", refused.Message, StringComparison.Ordinal);
    }

    private static async Task Operate(IStorage storage, string kind)
    {
        await storage.Table("things").Commit($"{kind}{Guid.NewGuid():D}", AnyRow);
        await storage.Blobs("files").Put("a", new byte[] { 1 });
    }

    private static void Read(Dictionary<string, string?> settings) => new CrashOptions().Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());

    private ServiceProvider Platform(string? crashAt)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["CRASH_AT"] = crashAt, ["DATA_DIR"] = _folder.Path }).Build();
        return new ServiceCollection()
            .AddSingleton<IStorage>(_ => SqliteStorage.InMemory(TimeProvider.System))
            .AddCrashPoints(configuration, _kills.Add)
            .BuildServiceProvider();
    }
}
