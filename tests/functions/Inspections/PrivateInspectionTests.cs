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
        var rows = await Rows();
        Assert.Contains("sealed_token", rows);
        Assert.DoesNotContain("hunter22", rows);
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

    private Task<Answer> Inspect(string? token)
    {
        var url = $"{_server.Origin}/{Path.GetFileName(_repository.Path)}/.git";
        return _app.AsOwner(_org).Post("/git/inspect", new { git_source = token is null ? (object)new { url } : new { url, token } });
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
