using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using ClickDeploy.Clients.Caddy;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Shared.Clients.Caddy;

public sealed class CaddyConfigurationTests
{
    // To see the change of a change: delete the file and run the test, it is written anew (and the test fails once).
    [Fact]
    public void Make_WithDefaults_IsTheGoldenFile()
    {
        var made = CaddyConfiguration.Make(new CaddyOptions { DataDirectory = "/srv/data" })
            .ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";

        var golden = Path.Combine(Folder(), "caddy.golden.json");
        if (!File.Exists(golden))
        {
            File.WriteAllText(golden, made);
            Assert.Fail($"{golden} was not there and has been written: read it, and run again.");
        }

        Assert.Equal(File.ReadAllText(golden), made);
    }

    [Theory]
    [InlineData("CADDY_ADMIN_URL", "2019")]
    [InlineData("CADDY_ADMIN_URL", "https://127.0.0.1:2019")]
    [InlineData("CADDY_ADMIN_URL", "http://192.0.2.1:2019")]
    [InlineData("CADDY_ADMIN_URL", "http://127.0.0.1:2019/x")]
    [InlineData("PROXY_PORT", "http")]
    [InlineData("PROXY_PORT", "0")]
    [InlineData("PROXY_PORT", "65536")]
    [InlineData("BASE_DOMAIN", "Example.com")]
    [InlineData("DATA_DIR", ".data")]
    [InlineData("DATA_DIR", "/srv/{x}")]
    [InlineData("DATA_DIR", "/srv/[x]")]
    public void AddCaddy_BadSetting_IsRefusedByNameAndValue(string setting, string value)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Read(new() { ["DATA_DIR"] = "/srv/data", [setting] = value }));

        Assert.StartsWith($"{setting} is ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(value, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddCaddy_GoodSettings_AreRead()
    {
        var options = Read(new() { ["CADDY_ADMIN_URL"] = "http://127.0.0.1:3019", ["PROXY_PORT"] = "9090", ["BASE_DOMAIN"] = "apps.example.com", ["DATA_DIR"] = "/srv/data" });

        Assert.Equal(("http://127.0.0.1:3019/", 9090, "apps.example.com", "/srv/data/routes"), (options.AdminUrl.ToString(), options.ProxyPort, options.BaseDomain, options.RoutesDirectory));
    }

    private static CaddyOptions Read(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        using var services = new ServiceCollection().AddCaddy(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<CaddyOptions>>().Value;
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
