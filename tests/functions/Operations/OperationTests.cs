using System.Net;
using System.Text.Json;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Operations;
using ClickDeploy.Orchestrations.Cleanup;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Services;
using ClickDeploy.Tests.Shared.Processes;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Operations;

public sealed class OperationTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private readonly string _org = AppFixture.NewOrg();

    private Caller Owner => fixture.App.AsOwner(_org);

    [Fact]
    public async Task Deployment_IsListedAndToldStepByStep()
    {
        var (service, deployment) = await Failed();

        var listed = Assert.Single((await Owner.Get("/operations")).Is(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray());
        Assert.Equal((deployment, "deploy", "failed"), (Text(listed, "id"), Text(listed, "kind"), Text(listed, "status")));
        Assert.Equal(service, Text(listed.GetProperty("object"), "id"));

        var operation = (await Owner.Get($"/operations/{deployment}")).Is(HttpStatusCode.OK).Json;
        var steps = operation.GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal("AddDeployment", Text(steps[0], "name"));
        Assert.Contains(steps, step => Text(step, "name") == "FinishDeployment" && Text(step, "status") == "completed" && step.GetProperty("duration").GetDouble() >= 0);
        Assert.All(steps, step => Assert.True(step.GetProperty("attempt").GetInt32() >= 1));
        Assert.Equal(JsonValueKind.Object, steps[0].GetProperty("input").ValueKind);
        var said = operation.GetProperty("custom_statuses").EnumerateArray().ToList();
        Assert.Equal(["Begins", "Fetches the source", "Undoes what it did", "Failed"], said.Select(status => Text(status, "value")));
        Assert.Equal(said.Select(status => status.GetProperty("at").GetDateTimeOffset()).Order(), said.Select(status => status.GetProperty("at").GetDateTimeOffset()));
        Assert.Equal((deployment, (int)DeploymentStatus.Failed), (Text(operation.GetProperty("input").GetProperty("Deployment"), "Deployment"), operation.GetProperty("output").GetProperty("Status").GetInt32()));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (operation.GetProperty("current_step").ValueKind, operation.GetProperty("error").ValueKind));
    }

    [Fact]
    public async Task List_IsFiltered()
    {
        var (service, deployment) = await Failed();

        Assert.Equal([deployment], await Ids("?kind=deploy"));
        Assert.Equal([deployment], await Ids("?state=failed"));
        Assert.Equal([deployment], await Ids($"?object={service}"));
        Assert.Empty(await Ids("?kind=restart"));
        Assert.Empty(await Ids("?state=running"));
        Assert.Equal("invalid_choice", (await Owner.Get("/operations?state=runing")).IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults["state"]);
        Assert.Empty(await Ids($"?object={Guid.NewGuid()}"));
        Assert.Equal([deployment], await Ids("?since=2026-01-01T00:00:00Z"));
        Assert.Empty(await Ids("?since=2999-01-01T00:00:00Z"));
        (await Owner.Get("/operations?since=yesterday")).IsProblem(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task Operation_OfAnotherOrganisation_Is404()
    {
        var (_, deployment) = await Failed();
        var stranger = fixture.App.AsOwner(AppFixture.NewOrg());

        (await stranger.Get($"/operations/{deployment}")).IsProblem(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(0, (await stranger.Get("/operations")).Json.GetProperty("items").GetArrayLength());
        (await Owner.Get("/operations/no-such")).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await Owner.Get("/operations/a%7Cb")).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Cancel_OfADeployment_EndsIt()
    {
        var (service, _) = await Failed();
        await Occupy(service);
        var deployment = (await Owner.Post($"/services/{service}/deploy", new { })).Is(HttpStatusCode.Accepted).Field("id");
        await Listed($"?kind=deploy&state=running&object={service}");
        var running = await Eventually.Is(async () => (await Owner.Get("/operations?state=running")).Json.GetProperty("items")[0], item => item.GetProperty("current_step") is { ValueKind: JsonValueKind.Object } step && step.GetProperty("until").ValueKind == JsonValueKind.String, "The wait for the service");
        Assert.Equal(("activity", "ClaimService"), (Text(running.GetProperty("current_step"), "kind"), Text(running.GetProperty("current_step"), "name")));

        var asked = (await Owner.Post($"/operations/{deployment}/cancel", null)).Is(HttpStatusCode.Accepted);

        Assert.Equal((deployment, $"/v1/click-deploy/operations/{deployment}"), (asked.Field("id"), asked.Headers["Location"]));
        await Listed($"?state=cancelled&object={service}");
        Assert.Equal("cancelled", (await Owner.Get($"/deployments/{deployment}")).Field("status"));
    }

    [Fact]
    public async Task Cancel_OfWhatIsOverOrNoDeploymentOrSomebodyElses_IsRefused()
    {
        var (service, deployment) = await Failed();
        var restart = $"restart-{service}-1";
        await fixture.App.Services.GetRequiredService<OperationStore>().Begin(new(_org), new(restart, "restart", "service", Guid.Parse(service), null, DateTimeOffset.UtcNow));

        (await Owner.Post($"/operations/{deployment}/cancel", null)).IsProblem(HttpStatusCode.Conflict, "finished");
        Assert.Contains("restart", (await Owner.Post($"/operations/{restart}/cancel", null)).IsProblem(HttpStatusCode.Conflict, "not_cancellable").Field("detail"));
        (await Owner.Post("/operations/no-such/cancel", null)).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await fixture.App.AsOwner(AppFixture.NewOrg()).Post($"/operations/{restart}/cancel", null)).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Retry_OfAFailedDeployment_MakesItOnceMore()
    {
        var (service, deployment) = await Failed();

        var again = (await Owner.Post($"/operations/{deployment}/retry", null)).Is(HttpStatusCode.Accepted);

        var next = again.Field("id");
        Assert.NotEqual(deployment, next);
        Assert.Equal(($"/v1/click-deploy/operations/{next}", "deploy", service), (again.Headers["Location"], again.Field("kind"), Text(again.Json.GetProperty("object"), "id")));
        (await Owner.Get($"/operations/{next}")).Is(HttpStatusCode.OK);
        await Listed($"?state=failed&object={service}", 2);
        Assert.Equal((2, "failed"), ((await Owner.Get($"/deployments/{next}")).Json.GetProperty("number").GetInt32(), (await Owner.Get($"/deployments/{next}")).Field("status")));
        // The first one is not what the service was deployed with last.
        Assert.Contains("#2", (await Owner.Post($"/operations/{deployment}/retry", null)).IsProblem(HttpStatusCode.Conflict, "moved_on").Field("detail"));
    }

    [Fact]
    public async Task Retry_OfADeploymentWhoseServiceWasChanged_IsRefused()
    {
        var (service, deployment) = await Failed();
        (await Owner.Patch($"/services/{service}", new { build_command = "make" })).Is(HttpStatusCode.OK);

        Assert.Contains("build_command", (await Owner.Post($"/operations/{deployment}/retry", null)).IsProblem(HttpStatusCode.Conflict, "moved_on").Field("detail"));
        Assert.Single(await Ids($"?object={service}"));
    }

    [Fact]
    public async Task Retry_OfAnOperationThatBroke_GoesOnInIt()
    {
        var (service, _) = await Failed();
        var (id, durable) = ($"restart-{service}-7", fixture.App.Services.GetRequiredService<DurableTaskClient>());
        await fixture.App.Services.GetRequiredService<OperationStore>().Begin(new(_org), new(id, "restart", "service", Guid.Parse(service), null, DateTimeOffset.UtcNow));
        // Its input cannot be read: it fails in its first turn, whatever is tried.
        await durable.ScheduleNewOrchestrationInstanceAsync("RestartService", "nonsense", new StartOrchestrationOptions(id));
        var before = await durable.WaitForInstanceCompletionAsync(id);
        await Listed($"?state=failed&kind=restart&object={service}");
        Assert.Contains("JsonException", Text((await Owner.Get($"/operations/{id}")).Is(HttpStatusCode.OK).Json, "error"), StringComparison.Ordinal);

        var again = (await Owner.Post($"/operations/{id}/retry", null)).Is(HttpStatusCode.Accepted);

        Assert.Equal((id, "restart"), (again.Field("id"), again.Field("kind")));
        Assert.True((await durable.WaitForInstanceCompletionAsync(id)).LastUpdatedAt > before.LastUpdatedAt);
    }

    [Fact]
    public async Task Retry_OfWhatHasNotFailedOrIsSomebodyElses_IsRefused()
    {
        var (service, deployment) = await Failed();
        var restart = $"restart-{service}-1";
        await fixture.App.Services.GetRequiredService<OperationStore>().Begin(new(_org), new(restart, "restart", "service", Guid.Parse(service), null, DateTimeOffset.UtcNow));

        Assert.Contains("completed", (await Owner.Post($"/operations/{restart}/retry", null)).IsProblem(HttpStatusCode.Conflict, "not_failed").Field("detail"));
        (await Owner.Post("/operations/no-such/retry", null)).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await fixture.App.AsOwner(AppFixture.NewOrg()).Post($"/operations/{deployment}/retry", null)).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Get_OfADeploymentThatWasJustAccepted_IsThere()
    {
        var project = (await Owner.Post("/projects", new { name = "Shop" })).Field("id");
        var service = (await Owner.Post($"/projects/{project}/services", new { name = "web", git_source = new { url = "file:///nowhere/at/all" } })).Field("id");

        for (var turn = 0; turn < 3; turn++)
        {
            var accepted = (await Owner.Post($"/services/{service}/deploy", new { })).Is(HttpStatusCode.Accepted);
            Assert.Equal("deploy", (await Owner.Get($"/operations/{accepted.Field("operation_id")}")).Is(HttpStatusCode.OK).Field("kind"));
        }
    }

    [Fact, Trait("Speed", "Slow")]
    public async Task Cancel_OfADeploymentThatWasTerminated_EndsIt()
    {
        var project = (await Owner.Post("/projects", new { name = "Shop" })).Field("id");
        var service = (await Owner.Post($"/projects/{project}/services", new { name = "web", git_source = new { url = "file:///nowhere/at/all" } })).Field("id");
        await Occupy(service);
        var (id, durable) = ((await Owner.Post($"/services/{service}/deploy", new { })).Is(HttpStatusCode.Accepted).Field("id"), fixture.App.Services.GetRequiredService<DurableTaskClient>());
        await Terminate(durable, id);

        Assert.Equal("terminated", (await Owner.Get($"/operations/{id}")).Field("status"));
        (await Owner.Post($"/deployments/{id}/cancel", null)).Is(HttpStatusCode.Accepted);
        (await Owner.Post($"/operations/{id}/cancel", null)).Is(HttpStatusCode.Accepted);

        await durable.WaitForInstanceCompletionAsync($"end-{id}").WaitAsync(TimeSpan.FromMinutes(1));
        var ended = (await Owner.Get($"/deployments/{id}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(("failed", "abandoned"), (Text(ended, "status"), Text(ended.GetProperty("error"), "code")));
        Assert.Equal("failed", (await Owner.Get($"/operations/{id}")).Field("status"));
        (await Owner.Post($"/deployments/{id}/cancel", null)).IsProblem(HttpStatusCode.Conflict, "finished");
        (await Owner.Post($"/operations/{id}/cancel", null)).IsProblem(HttpStatusCode.Conflict, "finished");
    }

    [Fact, Trait("Speed", "Slow")]
    public async Task Cancel_OfACommandThatWasTerminated_EndsIt_AndOfADeletionSaysHow()
    {
        var project = (await Owner.Post("/projects", new { name = "Shop" })).Field("id");
        var service = (await Owner.Post($"/projects/{project}/services", new { name = "web" })).Field("id");
        await Occupy(service);
        var (reference, durable) = (new ServiceRef(_org, Guid.Parse(project), Guid.Parse(service)), fixture.App.Services.GetRequiredService<DurableTaskClient>());
        var (restart, delete) = (new ServiceCommandInput(reference, OperationKind.Restart, 1), $"delete-{service}");
        await durable.ScheduleNewOrchestrationInstanceAsync(nameof(RestartService), restart, new StartOrchestrationOptions(restart.OperationId));
        await durable.ScheduleNewOrchestrationInstanceAsync(nameof(DeleteService), reference, new StartOrchestrationOptions(delete));
        await Listed($"?object={service}", count: 2);
        (await Owner.Post($"/operations/{restart.OperationId}/cancel", null)).IsProblem(HttpStatusCode.Conflict, "not_cancellable");
        await Terminate(durable, restart.OperationId);
        await Terminate(durable, delete);

        Assert.Contains("goes on", (await Owner.Post($"/operations/{delete}/cancel", null)).IsProblem(HttpStatusCode.Conflict, "not_cancellable").Field("detail"));
        (await Owner.Post($"/operations/{restart.OperationId}/cancel", null)).Is(HttpStatusCode.Accepted);

        await durable.WaitForInstanceCompletionAsync($"end-{restart.OperationId}").WaitAsync(TimeSpan.FromMinutes(1));
        Assert.NotNull((await Owner.Get($"/operations/{restart.OperationId}")).Is(HttpStatusCode.OK).Json.GetProperty("finished_at").GetString());
        (await Owner.Post($"/operations/{restart.OperationId}/cancel", null)).IsProblem(HttpStatusCode.Conflict, "finished");
    }

    [Fact]
    public async Task Get_UnderAnotherProjectsHeader_IsNotFound()
    {
        var (_, deployment) = await Failed();

        (await Owner.Get($"/operations/{deployment}", ("X-Project-ID", Guid.NewGuid().ToString()))).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    private async Task<IReadOnlyList<string>> Ids(string query) =>
        [.. (await Owner.Get("/operations" + query)).Is(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray().Select(operation => Text(operation, "id"))];

    private async Task<(string Service, string Deployment)> Failed()
    {
        var project = (await Owner.Post("/projects", new { name = "Shop" })).Field("id");
        var service = (await Owner.Post($"/projects/{project}/services", new { name = "web", git_source = new { url = "file:///nowhere/at/all" } })).Field("id");
        var deployment = (await Owner.Post($"/services/{service}/deploy", new { })).Is(HttpStatusCode.Accepted).Field("id");
        // Listed as over when the service is free again, a little after the deployment has failed.
        await Listed($"?state=failed&object={service}");
        return (service, deployment);
    }

    private static async Task Terminate(DurableTaskClient durable, string id)
    {
        await durable.TerminateInstanceAsync(id);
        await durable.WaitForInstanceCompletionAsync(id);
    }

    // Something else has the service: its deployments wait.
    private async Task Occupy(string service) =>
        await fixture.App.Occupy(new(_org, Guid.Parse((await Owner.Get($"/services/{service}")).Field("project_id")), Guid.Parse(service)));

    private async Task Listed(string query, int count = 1)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); (await Ids(query)).Count < count; await Task.Delay(20))
        {
            Assert.True(DateTime.UtcNow < deadline, (await Owner.Get("/operations")).Text);
        }
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
