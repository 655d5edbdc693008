using System.Net;
using System.Text.Json;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Services;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Operations;

/// <summary>The Durable management API in the hands of an administrator of the platform.</summary>
public sealed class ManagementAccessTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private const string Api = "!/runtime/webhooks/durabletask";

    private Caller Administrator => fixture.App.With(fixture.App.Token("built-in", Role.Owner));

    [Fact]
    public async Task WithoutItsKey_AnswersNothing()
    {
        foreach (var code in new[] { "", "?code=", "?code=x", "?code=" + new string('0', 64) })
        {
            (await fixture.App.AsOwner(AppFixture.NewOrg()).Get($"{Api}/instances{code}")).Is(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Administrator_IsLetInByHeaderAndByCode()
    {
        var (id, token) = (await Over(), fixture.App.Token("built-in", Role.Owner));

        Assert.Equal(id, (await fixture.App.With(token).Get($"{Api}/instances/{id}")).Is(HttpStatusCode.OK).Field("instanceId"));
        Assert.Equal(id, (await fixture.App.With(null).Get($"{Api}/instances/{id}?code={token}")).Is(HttpStatusCode.OK).Field("instanceId"));
        (await fixture.App.With(fixture.App.Token("built-in", Role.Developer)).Get($"{Api}/instances/{id}")).Is(HttpStatusCode.NotFound);
        (await fixture.App.AsOwner(AppFixture.NewOrg()).Get($"{Api}/instances/{id}")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Changes_AreRecorded_ReadsAndRefusalsAreNot()
    {
        var since = Uri.EscapeDataString(DateTimeOffset.UtcNow.ToString("O"));
        var id = await Over();
        (await Administrator.Get($"{Api}/instances/{id}")).Is(HttpStatusCode.OK);
        (await Administrator.Post($"{Api}/instances/{id}/terminate?reason=hush-hush", null)).Is(HttpStatusCode.Gone);
        (await Administrator.Post($"{Api}/instances/{id}/restart?restartWithNewInstanceId=false", null)).Is(HttpStatusCode.Accepted);
        await fixture.App.Services.GetRequiredService<DurableTaskClient>().WaitForInstanceCompletionAsync(id);
        (await Administrator.Delete($"{Api}/instances/{id}")).Is(HttpStatusCode.OK);
        (await Administrator.Delete($"{Api}/instances?createdTimeFrom=2999-01-01T00:00:00Z")).Is(HttpStatusCode.OK);

        var audit = (await Administrator.Get($"/audit?actor=ada&since={since}")).Is(HttpStatusCode.OK);
        var entries = audit.Json.GetProperty("items").EnumerateArray().Where(entry => Text(entry, "object_id") is null || Text(entry, "object_id") == id).ToList();

        Assert.Equal(["purge_instances", "purge_instance", "restart_instance", "start_instance"], entries.Select(entry => Text(entry, "action")));
        Assert.Equal([null, id, id, id], entries.Select(entry => Text(entry, "object_id")));
        Assert.All(entries, entry => Assert.Equal(("ada", "operation"), (Text(entry, "actor"), Text(entry, "object_kind"))));
        Assert.Equal([200, 200, 202, 202], entries.Select(entry => entry.GetProperty("status").GetInt32()));
        Assert.DoesNotContain("hush", audit.Text);
    }

    [Fact]
    public async Task Calls_CountAgainstTheLimits_OfTheUserAndOfTheAddress()
    {
        await using var app = await TestApp.Start(new Dictionary<string, string?> { ["RATE_LIMIT_REQUESTS"] = "3", ["RATE_LIMIT_WINDOW"] = "3600" });
        var administrator = app.With(app.Token("built-in", Role.Owner));
        (await administrator.Get("/me")).Is(HttpStatusCode.OK);
        (await administrator.Delete($"{Api}/instances?createdTimeFrom=2999-01-01T00:00:00Z")).Is(HttpStatusCode.OK);
        (await app.With(null).Get($"{Api}/instances")).Is(HttpStatusCode.NotFound);

        (await administrator.Delete($"{Api}/instances?createdTimeFrom=2999-01-01T00:00:00Z")).Is(HttpStatusCode.TooManyRequests);
    }

    [Fact, Trait("Speed", "Slow")]
    public async Task Rewind_OfWhatWasGivenUp_IsRefused_AndSaysWhatToDoInstead()
    {
        var (org, services) = (AppFixture.NewOrg(), fixture.App.Services);
        var owner = fixture.App.AsOwner(org);
        var project = (await owner.Post("/projects", new { name = "Shop" })).Field("id");
        var service = new ServiceRef(org, Guid.Parse(project), Guid.Parse((await owner.Post($"/projects/{project}/services", new { name = "web" })).Field("id")));
        var (durable, abandoned) = (services.GetRequiredService<DurableTaskClient>(), services.GetRequiredService<AbandonedOperations>());
        var (restart, deployment) = (new ServiceCommandInput(service, OperationKind.Restart, 1).OperationId, Guid.NewGuid().ToString());
        await services.GetRequiredService<ServiceStateStore>().Change(service, state => state with { Operation = new(restart, OperationKind.Restart) });
        foreach (var (orchestrator, id) in new[] { ("RestartService", restart), ("DeployService", deployment) })
        {
            await durable.ScheduleNewOrchestrationInstanceAsync(orchestrator, "nonsense", new StartOrchestrationOptions(id));
            await durable.WaitForInstanceCompletionAsync(id);
            // Nobody gave it up: it goes on, and breaks again.
            (await Administrator.Post($"{Api}/instances/{id}/rewind", null)).Is(HttpStatusCode.Accepted);
            await durable.WaitForInstanceCompletionAsync(id);
            Assert.True(await abandoned.End(durable, service, id, givesUp: true, CancellationToken.None));
            (await Administrator.Post($"{Api}/instances/{id}/rewind", null)).Is(HttpStatusCode.Conflict);
        }

        await Task.WhenAll(new[] { restart, deployment }.Select(id => durable.WaitForInstanceCompletionAsync(AbandonedOperation.EndOf(id)).WaitAsync(TimeSpan.FromMinutes(1))));

        Assert.Equal(JsonValueKind.Null, (await owner.Get($"/services/{service.ServiceId}")).Json.GetProperty("operation").ValueKind);
        Assert.Contains($"restart service {service.ServiceId}", (await Administrator.Post($"{Api}/instances/{restart}/rewind?reason=x", null)).Is(HttpStatusCode.Conflict).Field("Message"), StringComparison.Ordinal);
        Assert.Contains($"/operations/{deployment}/retry", (await Administrator.Post($"{Api}/instances/{deployment}/rewind", null)).Is(HttpStatusCode.Conflict).Field("Message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rewind_OfWhatNobodyKnows_IsNotFound()
    {
        foreach (var id in new[] { "nobody", new string('x', 100), new string('x', 101), "%40x" })
        {
            (await Administrator.Post($"{Api}/instances/{id}/rewind", null)).Is(HttpStatusCode.NotFound);
        }
    }

    // One that cannot read its input, and fails at once.
    private async Task<string> Over()
    {
        var id = Guid.NewGuid().ToString();
        (await Administrator.Post($"{Api}/orchestrators/RestartService/{id}", "nonsense")).Is(HttpStatusCode.Accepted);
        await fixture.App.Services.GetRequiredService<DurableTaskClient>().WaitForInstanceCompletionAsync(id);
        return id;
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
