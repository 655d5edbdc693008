using System.Net;
using System.Text;
using ClickDeploy.Core;
using ClickDeploy.Jobs;
using ClickDeploy.Jobs.Local;
using ClickDeploy.Processes;
using ClickDeploy.Storage;
using ClickDeploy.Tests.Platform;
using ClickDeploy.Tests.Shared.Clients.Git;
using ClickDeploy.Tests.Shared.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Functions.Inspections;

/// <summary>Looks at a repository that Git's own server gives to those only who have its token.</summary>
[Trait("Speed", "Slow")]
public sealed class PrivateInspectionTests : IAsyncLifetime
{
    private const string Token = "ghp_hunter22hunter22";
    private readonly TempFolder _data = new();
    private readonly SampleRepository _repository = SampleRepository.Static();
    private readonly string _org = AppFixture.NewOrg();
    private PrivateGitServer _server = null!;
    private TestApp _app = null!;

    public async Task InitializeAsync()
    {
        _server = await PrivateGitServer.Start(Path.GetDirectoryName(_repository.Path)!, "x-access-token", Token);
        _app = await TestApp.Start(replace: services => services.AddSingleton<IJobs>(new LocalJobs(Options.Create(new LocalJobsOptions { DataDir = _data.Path }), CgroupHost.Nothing, TimeProvider.System)));
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _server.DisposeAsync();
        _repository.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Inspect_WithTheToken_AnswersThePlanAndTellsTheTokenToNobody()
    {
        var seen = (await Inspect(Token)).Is(HttpStatusCode.OK);

        Assert.Equal(("done", "Static files", "main"), (seen.Field("status"), seen.Field("technology"), seen.Field("default_branch")));
        Assert.True(seen.Json.GetProperty("git_source").GetProperty("has_token").GetBoolean());
        Assert.DoesNotContain("hunter22", seen.Text);
        Assert.DoesNotContain("hunter22", await Rows());
        await Eventually.Is(Rows, rows => !rows.Contains("\"sealed_token\":\""), "The token, sealed as it is, is gone when the look is over");
        var later = (await _app.AsOwner(_org).Get($"/git/inspections/{seen.Field("id")}")).Is(HttpStatusCode.OK);
        Assert.True(later.Json.GetProperty("git_source").GetProperty("has_token").GetBoolean());
        Assert.DoesNotContain(Directory.EnumerateFiles(_data.Path, "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains("hunter22"));
    }

    [Theory]
    [InlineData("ghp_wrong")]
    [InlineData(null)]
    public async Task Inspect_WithoutTheRightToken_SaysThatALoginIsNeeded(string? token)
    {
        var refused = (await Inspect(token)).IsProblem(HttpStatusCode.BadRequest, "invalid_request");

        Assert.Equal("repository_needs_login", refused.Faults.GetValueOrDefault("git_source.url"));
        Assert.DoesNotContain("ghp_wrong", refused.Text);
        Assert.Equal(0, _server.LetIn);
    }

    [Fact]
    public async Task Inspect_OfAService_UsesTheTokenThatItKeeps()
    {
        var service = await Service(Url);

        var seen = (await _app.As(_org, ClickDeploy.Functions.Auth.Role.Developer).Post("/git/inspect", new { git_source = new { url = Url }, service_id = service })).Is(HttpStatusCode.OK);

        Assert.Equal(("done", "Static files"), (seen.Field("status"), seen.Field("technology")));
        Assert.DoesNotContain("hunter22", seen.Text + await Rows());
    }

    [Fact]
    public async Task Inspect_OfAServiceWhoseTokenIsForAnotherHost_DoesNotSendIt()
    {
        var service = await Service("https://example.com/a/b");

        var refused = (await _app.AsOwner(_org).Post("/git/inspect", new { git_source = new { url = Url }, service_id = service })).IsProblem(HttpStatusCode.BadRequest, "invalid_request");

        Assert.Equal("repository_needs_login", refused.Faults.GetValueOrDefault("git_source.url"));
        Assert.Equal(0, _server.LetIn);
    }

    [Fact]
    public async Task Inspect_OfSomeoneElsesService_IsNotFound()
    {
        var service = await Service(Url);

        (await _app.AsOwner(AppFixture.NewOrg()).Post("/git/inspect", new { git_source = new { url = Url }, service_id = service })).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await _app.AsOwner(_org).Post("/git/inspect", new { git_source = new { url = Url }, service_id = "me" })).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    private string Url => $"{_server.Origin}/{Path.GetFileName(_repository.Path)}/.git";

    private Task<Answer> Inspect(string? token) =>
        _app.AsOwner(_org).Post("/git/inspect", new { git_source = token is null ? (object)new { url = Url } : new { url = Url, token } });

    private async Task<string> Service(string url)
    {
        var owner = _app.AsOwner(_org);
        var project = (await owner.Post("/projects", new { name = "shop" })).Is(HttpStatusCode.Created).Field("id");
        return (await owner.Post($"/projects/{project}/services", new { name = "web", git_source = new { url, token = Token } })).Is(HttpStatusCode.Created).Field("id")!;
    }

    // All rows of inspections as they are stored.
    private async Task<string> Rows()
    {
        var text = new StringBuilder();
        await foreach (var row in _app.Services.GetRequiredService<IStorage>().Table("inspections").Query(new OrgId(_org).Key, KeyRange.All))
        {
            text.AppendJoin('\n', row.Data.Values.Select(value => value as string ?? (value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : null)));
        }

        return text.ToString();
    }
}
