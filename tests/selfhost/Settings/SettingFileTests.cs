using ClickDeploy.SelfHost.Http;
using ClickDeploy.SelfHost.Settings;
using ClickDeploy.Tests.Shared.Processes;
using Microsoft.Extensions.Configuration;

namespace ClickDeploy.Tests.SelfHost.Settings;

public sealed class SettingFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<string> _problems = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void HostJson_WithCommentsAndOverrides_IsReadAsTheRealHostDoes()
    {
        Write("host.json", """
            {
              // The real host takes comments,
              "version": "2.0",
              "functionTimeout": "00:07:00",
              "extensions": { "http": { "routePrefix": "v1" } }, /* and trailing commas. */
            }
            """);
        var host = HostJson.Read(Configuration(("AzureFunctionsJobHost:extensions:http:routePrefix", "v2")), _problems);
        Assert.Equal("v2", host.RoutePrefix);
        Assert.Equal(TimeSpan.FromMinutes(7), host.FunctionTimeout);
        Assert.Empty(_problems);
    }

    [Fact]
    public void HostJson_Absent_HasTheRealDefaults()
    {
        var host = HostJson.Read(Configuration(), _problems);
        Assert.Equal("api", host.RoutePrefix);
        Assert.Null(host.FunctionTimeout);
        Assert.Empty(_problems);
    }

    [Fact]
    public void LocalSettings_Values_AreSettingsUnlessTheEnvironmentSaysOtherwise()
    {
        Write("local.settings.json", """
            { "IsEncrypted": false, "Host": { "LocalHttpPort": 7072 }, "Values": { "BASE_DOMAIN": "example.com", "DATA_DIR": "/a", "Nested__Name": "x" } }
            """);
        var configuration = Configuration(("DATA_DIR", "/b"));
        Assert.Equal("example.com", configuration["BASE_DOMAIN"]);
        Assert.Equal("/b", configuration["DATA_DIR"]);
        Assert.Equal("x", configuration["Nested:Name"]);
        Assert.Equal(7072, ServerOptions.Read(configuration, _problems).Port);
        Assert.Empty(_problems);
    }

    [Theory]
    [InlineData("host.json", "{ \"version\": \"2.0\", }}", "line 1")]
    [InlineData("host.json", "{ }", "\"version\": \"2.0\"")]
    [InlineData("host.json", "[]", "no JSON object")]
    [InlineData("local.settings.json", "{ \"IsEncrypted\": true, \"Values\": { \"X\": \"secret\" } }", "encrypted")]
    public void File_ThatCannotBeUsed_IsExplained(string name, string text, string part)
    {
        Write(name, text);
        Configuration();
        var sentence = Assert.Single(_problems);
        Assert.Contains(part, sentence);
        Assert.Contains(name, sentence);
        Assert.DoesNotContain("secret", sentence);
    }

    [Theory]
    [InlineData("PORT", "70711", "from 0 to 65535")]
    [InlineData("PORT", "x", "from 0 to 65535")]
    [InlineData("MAX_REQUEST_BODY_BYTES", "0", "from 1024")]
    [InlineData("STOP_TIMEOUT_SECONDS", "-1", "from 1 to 300")]
    [InlineData("ASPNETCORE_URLS", "https://127.0.0.1:1", "http://127.0.0.1:7071")]
    [InlineData("ASPNETCORE_URLS", "somewhere", "http://127.0.0.1:7071")]
    public void Setting_ThatCannotBeUsed_IsNamedWithItsValueAndTheFix(string name, string value, string fix)
    {
        ServerOptions.Read(Configuration((name, value)), _problems);
        var sentence = Assert.Single(_problems);
        Assert.StartsWith(name, sentence);
        Assert.Contains($"'{value}'", sentence);
        Assert.Contains(fix, sentence);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.Path, name), text);

    private IConfiguration Configuration(params (string Name, string Value)[] environment)
    {
        var builder = new ConfigurationBuilder();
        SettingFile.AddHostJson(builder, [_folder.Path], _problems);
        SettingFile.AddLocalSettings(builder, [_folder.Path], _problems);
        return builder.AddInMemoryCollection(environment.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value))).Build();
    }
}
