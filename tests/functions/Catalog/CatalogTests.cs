using System.Net;
using System.Text.Json;
using ClickDeploy.Functions.Auth;

namespace ClickDeploy.Tests.Functions.Catalog;

public sealed class CatalogTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Catalog_SaysWhatANewServiceGets()
    {
        var org = AppFixture.NewOrg();
        var owner = fixture.App.AsOwner(org);
        var catalog = (await fixture.App.As(org, Role.Viewer).Get("/catalog")).Is(HttpStatusCode.OK).Json;
        var project = (await owner.Post("/projects", new { name = "Shop" })).Json;
        var service = (await owner.Post($"/projects/{project.GetProperty("id").GetString()}/services", new { name = "web" })).Is(HttpStatusCode.Created).Json;

        var defaults = catalog.GetProperty("defaults");
        foreach (var field in new[] { "instance_size", "instance_count", "port", "auto_deploy" })
        {
            Assert.Equal(service.GetProperty(field).GetRawText(), defaults.GetProperty(field).GetRawText());
        }

        Assert.Equal(project.GetProperty("region").GetString(), defaults.GetProperty("region").GetString());
        Assert.Contains(catalog.GetProperty("instance_sizes").EnumerateArray(), size => size.GetProperty("name").GetString() == "small" && size.GetProperty("memory_bytes").GetInt64() == 512L << 20);
        Assert.Contains("projects", catalog.GetProperty("features").EnumerateArray().Select(feature => feature.GetString()));
    }

    [Fact]
    public async Task Me_CountsProjectsAndServices()
    {
        var owner = fixture.App.AsOwner(AppFixture.NewOrg());
        var project = (await owner.Post("/projects", new { name = "Shop" })).Field("id");
        await owner.Post($"/projects/{project}/services", new { name = "web" });
        await owner.Post($"/projects/{project}/services", new { name = "api" });

        var usage = (await owner.Get("/me")).Json.GetProperty("usage");

        Assert.Equal((1, 2), (usage.GetProperty("projects").GetInt32(), usage.GetProperty("services").GetInt32()));
    }
}
