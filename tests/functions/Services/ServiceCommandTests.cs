using System.Net;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Services;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Services;

public sealed class ServiceCommandTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly TestApp _app = fixture.App;
    private readonly string _org = AppFixture.NewOrg();

    private Caller Owner => _app.AsOwner(_org);

    [Theory]
    [InlineData("stop")]
    [InlineData("start")]
    [InlineData("restart")]
    public async Task Command_ForAServiceThatWasNeverLive_IsRefusedInWords(string command)
    {
        var id = await Create();

        var refused = (await Owner.Post($"/services/{id}/{command}", null)).IsProblem(HttpStatusCode.Conflict, "not_deployed");

        Assert.Contains("Deploy it first", refused.Field("detail"));
    }

    [Fact]
    public async Task Stop_OfALiveService_IsAcceptedAndDone_ThenRefusedAsTheStateIs()
    {
        var id = await Create(live: true);

        var answer = (await Owner.Post($"/services/{id}/stop", new { })).Is(HttpStatusCode.Accepted);

        Assert.Equal($"/v1/click-deploy/services/{id}", answer.Headers["Location"]);
        Assert.Equal("stopped", (await Ended(id, 1)).Field("status"));
        (await Owner.Post($"/services/{id}/stop", null)).IsProblem(HttpStatusCode.Conflict, "already_stopped");
        (await Owner.Post($"/services/{id}/restart", null)).IsProblem(HttpStatusCode.Conflict, "not_running");

        // Nothing was built in this world: what happens is told where the next reader looks.
        (await Owner.Post($"/services/{id}/start", null)).Is(HttpStatusCode.Accepted);
        var ended = await Ended(id, 2);
        Assert.Equal("release_gone", ended.Json.GetProperty("last_command").GetProperty("failure").GetProperty("code").GetString());
        Assert.Equal("stopped", ended.Field("status"));
    }

    [Fact]
    public async Task Start_OfALiveService_IsRefused() =>
        (await Owner.Post($"/services/{await Create(live: true)}/start", null)).IsProblem(HttpStatusCode.Conflict, "already_running");

    [Fact]
    public async Task Command_WithAnUnknownField_IsRefused() =>
        Assert.Equal("unknown_field", (await Owner.Post($"/services/{await Create(live: true)}/stop", new { when = "now" })).IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults["when"]);

    [Fact]
    public async Task Command_ByAViewerOrAStranger_IsRefused()
    {
        var id = await Create(live: true);

        (await _app.As(_org, Role.Viewer).Post($"/services/{id}/stop", null)).Is(HttpStatusCode.Forbidden);
        (await _app.AsOwner(AppFixture.NewOrg()).Post($"/services/{id}/stop", null)).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    private async Task<Guid> Create(bool live = false)
    {
        var project = (await Owner.Post("/projects", new { name = "Shop" })).Field("id");
        var id = Guid.Parse((await Owner.Post($"/projects/{project}/services", new { name = "web" })).Field("id"));
        if (live)
        {
            // What the orchestration leaves of a deployment that went live.
            var service = ServiceRef.Of((await _app.Services.GetRequiredService<ServiceStore>().Find(new(_org), new(id)))!.Value);
            var added = await _app.Services.GetRequiredService<DeploymentStore>().Add(new(service, Guid.NewGuid(), DateTimeOffset.UtcNow), DeploymentTrigger.Manual, null);
            await _app.Services.GetRequiredService<DeploymentStore>().Change(added.Ref, deployment => deployment with { Status = DeploymentStatus.Cancelled });
            await _app.Services.GetRequiredService<ServiceStateStore>().Change(service, state => state with { Current = added.Ref.Id, Desired = true });
        }

        return id;
    }

    private async Task<Answer> Ended(Guid service, int number)
    {
        using var limit = new CancellationTokenSource(Deadline);
        while (true)
        {
            var seen = (await Owner.Get($"/services/{service}")).Is(HttpStatusCode.OK);
            if (seen.Json.GetProperty("last_command") is { ValueKind: System.Text.Json.JsonValueKind.Object } last && last.GetProperty("number").GetInt32() == number
                && seen.Json.GetProperty("operation").ValueKind == System.Text.Json.JsonValueKind.Null)
            {
                return seen;
            }

            Assert.False(limit.IsCancellationRequested, $"The operation has not ended after {Deadline}: {seen.Text}");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
