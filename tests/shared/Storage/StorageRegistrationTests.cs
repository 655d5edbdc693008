using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Shared.Storage;

public sealed class StorageRegistrationTests
{
    private const string Key = "c2VjcmV0LXNlY3JldC1zZWNyZXQ=";

    private static ServiceProvider Provider(params (string Name, string Value)[] settings) => new ServiceCollection()
        .AddStorage(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build())
        .BuildServiceProvider();

    private static string Refusal(params (string Name, string Value)[] settings)
    {
        using var provider = Provider(settings);
        return Assert.Single(Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStorage>).Failures);
    }

    [Fact]
    public async Task DatabaseUrl_Sqlite_OpensTheFile()
    {
        var folder = Directory.CreateTempSubdirectory("ctd-storage-");
        var path = Path.Combine(folder.FullName, "new", "clickdeploy.db");
        await using (var provider = Provider(("DATABASE_URL", "sqlite://" + path), ("AzureWebJobsStorage", "UseDevelopmentStorage=true")))
        {
            Assert.IsType<SqliteStorage>(provider.GetRequiredService<IStorage>());
            Assert.True(File.Exists(path));
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task DataDir_Alone_HoldsTheFile()
    {
        var folder = Directory.CreateTempSubdirectory("ctd-storage-");
        await using (var provider = Provider(("DATA_DIR", folder.FullName)))
        {
            await provider.GetRequiredService<IStorage>().Probe();
            Assert.True(File.Exists(Path.Combine(folder.FullName, "clickdeploy.db")));
        }

        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=true")]
    [InlineData($"DefaultEndpointsProtocol=https;AccountName=acct;AccountKey={Key};EndpointSuffix=core.windows.net")]
    public async Task AzureWebJobsStorage_Alone_IsAzure(string connection)
    {
        await using var provider = Provider(("AzureWebJobsStorage", connection), ("DATA_DIR", "/nowhere"));
        Assert.IsType<AzureStorage>(provider.GetRequiredService<IStorage>());
    }

    [Theory]
    [InlineData("mysql://root:hunter2@db/app", "mysql://")]
    [InlineData("postgres://root:hunter2@db/app", "postgres://")]
    [InlineData("/var/clickdeploy.db", "without a scheme")]
    [InlineData("sqlite://relative/clickdeploy.db", "absolute path")]
    [InlineData("sqlite:///folder/", "absolute path")]
    public void DatabaseUrl_ThatCannotBe_IsRefusedWithoutItsPassword(string url, string named)
    {
        var sentence = Refusal(("DATABASE_URL", url));
        Assert.Contains("DATABASE_URL", sentence);
        Assert.Contains(named, sentence);
        Assert.Contains("Set DATABASE_URL=sqlite:///", sentence);
        Assert.DoesNotContain("hunter2", sentence);
    }

    [Theory]
    [InlineData("nonsense", "name=value")]
    [InlineData($"AccountKey={Key}", "AccountName")]
    [InlineData("AccountName=acct", "AccountKey")]
    [InlineData("AccountName=acct;AccountKey=%%%", "AccountKey")]
    [InlineData($"AccountName=acct;AccountKey={Key};TableEndpoint=ftp://host", "endpoint")]
    public void AzureWebJobsStorage_ThatCannotBe_IsRefusedWithoutItsKey(string connection, string named)
    {
        var sentence = Refusal(("AzureWebJobsStorage", connection));
        Assert.StartsWith("AzureWebJobsStorage", sentence);
        Assert.Contains(named, sentence);
        Assert.DoesNotContain(Key, sentence);
    }

    [Fact]
    public void Nothing_Set_IsRefused() => Assert.Contains("DATABASE_URL", Refusal());

    [Fact]
    public void DataDir_Relative_IsRefused() => Assert.Contains("'.data'", Refusal(("DATA_DIR", ".data")));

    [Fact]
    public void AccountKey_IsNeverShown()
    {
        Assert.True(AzureConnection.TryParse($"AccountName=acct;AccountKey={Key}", out var connection, out _));
        Assert.Equal("acct (acct.table.core.windows.net, acct.blob.core.windows.net)", connection.ToString());
        Assert.DoesNotContain(typeof(AzureConnection).GetProperties(), property => property.PropertyType == typeof(byte[]));
    }

    [Fact]
    public async Task Azure_NobodyListens_IsUnavailableWithASentence()
    {
        await using var storage = AzureStorage.Connect($"AccountName=acct;AccountKey={Key};TableEndpoint=http://127.0.0.1:1/acct;BlobEndpoint=http://127.0.0.1:1/acct", TimeProvider.System);
        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => storage.Probe());
        Assert.Contains("127.0.0.1:1", failure.Message);
        Assert.DoesNotContain(Key, failure.ToString());
    }
}
