using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using ClickDeploy.Functions.Operations;
using ClickDeploy.Operations;
using ClickDeploy.Services;
using ClickDeploy.Tests.Shared.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Operations;

[Trait("Speed", "Slow")]
public sealed class ListOperationsTests
{
    [Fact]
    public async Task List_OfWhichOneHistoryCannotBeReadAndOneIsLate_HasTheStepsOfTheOthers()
    {
        var broken = new ConcurrentDictionary<string, HttpStatusCode?>();
        await using var app = await TestApp.Start(replace: services => services.AddHttpClient<OperationHistory>().AddHttpMessageHandler(() => new BrokenHistories(broken)));
        var org = AppFixture.NewOrg();
        var (one, late, well) = (await Waiting(app, org), await Waiting(app, org), await Waiting(app, org));
        broken[one] = HttpStatusCode.ServiceUnavailable;
        broken[late] = null;

        var listed = await Eventually.Is(
            async () => (await app.AsOwner(org).Get("/operations")).Is(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray().ToDictionary(item => item.GetProperty("id").GetString()!),
            items => items.Count == 3 && items[well].GetProperty("current_step").ValueKind == JsonValueKind.Object, "The step of the one that can be read");

        Assert.Equal([(one, "running"), (late, "running")], new[] { one, late }.Select(id => (id, listed[id].GetProperty("status").GetString()!)));
        Assert.All([one, late], id => Assert.Equal(JsonValueKind.Null, listed[id].GetProperty("current_step").ValueKind));
    }

    [Fact]
    public async Task List_OfWhatFewAre_EndsAfterSoManyLooks_AndGoesOnBehindThem()
    {
        await using var app = await TestApp.Start();
        var (org, store, now) = (AppFixture.NewOrg(), app.Services.GetRequiredService<OperationStore>(), DateTimeOffset.UtcNow);
        OperationRecord Done(int n, string outcome) => new($"op-{n}", "deploy", "service", Guid.NewGuid(), null, now.AddSeconds(-n), now, outcome);
        await store.Begin(new(org), Done(ListOperations.MostLooked + 1, "failed"));
        await Task.WhenAll(Enumerable.Range(0, ListOperations.MostLooked).Select(n => store.Begin(new(org), Done(n, "live"))));

        var first = (await app.AsOwner(org).Get("/operations?state=failed")).Is(HttpStatusCode.OK).Json;
        var second = (await app.AsOwner(org).Get($"/operations?state=failed&cursor={Uri.EscapeDataString(first.GetProperty("next_cursor").GetString()!)}")).Is(HttpStatusCode.OK).Json;

        Assert.Equal(0, first.GetProperty("items").GetArrayLength());
        Assert.Equal($"op-{ListOperations.MostLooked + 1}", Assert.Single(second.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next_cursor").ValueKind);
    }

    [Fact]
    public async Task Pages_OfOneStateAmongOthers_HaveEachOnce()
    {
        await using var app = await TestApp.Start();
        var (org, store, now) = (AppFixture.NewOrg(), app.Services.GetRequiredService<OperationStore>(), DateTimeOffset.UtcNow);
        // Every third has no end in its record, and no orchestration any more.
        string?[] outcomes = ["live", "failed", null];
        await Task.WhenAll(Enumerable.Range(0, 30).Select(n => store.Begin(new(org), new($"op-{n}", "deploy", "service", Guid.NewGuid(), null, now.AddSeconds(-n), outcomes[n % 3] is null ? null : now, outcomes[n % 3]))));

        foreach (var (limit, state, first) in from limit in (int[])[1, 4, 5, 50] from asked in new[] { ("live", 0), ("failed", 1), ("completed", 2) } select (limit, asked.Item1, asked.Item2))
        {
            var (seen, cursor) = (new List<string>(), "");
            do
            {
                var page = (await app.AsOwner(org).Get($"/operations?state={state}&limit={limit}{(cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}")).Is(HttpStatusCode.OK).Json;
                seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
                cursor = page.GetProperty("next_cursor").GetString() ?? "";
            }
            while (cursor.Length > 0);

            Assert.Equal(Enumerable.Range(0, 10).Select(n => $"op-{(3 * n) + first}"), seen);
        }
    }

    // A deployment of a service that something else has: it waits.
    private static async Task<string> Waiting(TestApp app, string org)
    {
        var owner = app.AsOwner(org);
        var project = (await owner.Post("/projects", new { name = "Shop" })).Field("id");
        var service = (await owner.Post($"/projects/{project}/services", new { name = "web", git_source = new { url = "file:///nowhere/at/all" } })).Field("id");
        await app.Occupy(new(org, Guid.Parse(project), Guid.Parse(service)));
        return (await owner.Post($"/services/{service}/deploy", new { })).Is(HttpStatusCode.Accepted).Field("id");
    }

    /// <param name="broken">By instance: what its history is answered with; null: it comes too late for the client.</param>
    private sealed class BrokenHistories(ConcurrentDictionary<string, HttpStatusCode?> broken) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            !broken.TryGetValue(request.RequestUri!.Segments[^1], out var status) ? base.SendAsync(request, cancellationToken)
            : status is { } code ? Task.FromResult(new HttpResponseMessage(code))
            : Task.FromException<HttpResponseMessage>(new TaskCanceledException("The time-out of the client."));
    }
}
