using System.Net;
using System.Text.Json;
using ClickDeploy.Alerts;
using ClickDeploy.Core;
using ClickDeploy.Services;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Alerts;

public sealed class AlertTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private readonly TestApp _app = fixture.App;
    private readonly OrgId _org = new(AppFixture.NewOrg());

    private AlertStore Alerts => _app.Services.GetRequiredService<AlertStore>();

    [Fact]
    public async Task List_IsPagedNewestFirst_AndFilteredByStatus()
    {
        foreach (var subject in new[] { "a", "b", "c" })
        {
            await Raise(subject);
        }

        await Alerts.Close(_org, AlertKind.Limit90Percent, "b");

        var first = (await Owner.Get("/alerts?limit=2")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(["c", "b"], Messages(first));
        Assert.Equal(["a"], Messages((await Owner.Get($"/alerts?limit=2&cursor={first.GetProperty("next_cursor").GetString()}")).Json));
        Assert.Equal(["c", "a"], Messages((await Owner.Get("/alerts?status=open")).Json));
        var closed = (await Owner.Get("/alerts?status=closed")).Json.GetProperty("items")[0];
        Assert.Equal(("b", "limit_90_percent", "closed"), (closed.GetProperty("message").GetString(), closed.GetProperty("kind").GetString(), closed.GetProperty("status").GetString()));
        (await Owner.Get("/alerts?status=other")).IsProblem(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Empty(Messages((await _app.AsOwner(AppFixture.NewOrg()).Get("/alerts")).Json));
    }

    [Fact]
    public async Task Raise_WhileOneIsOpen_AddsNone_AndOneAfterItWasClosed()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Raise("a")));
        Assert.Single(Messages((await Owner.Get("/alerts")).Json));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Alerts.Close(_org, AlertKind.Limit90Percent, "a")));
        await Raise("a");

        Assert.Equal(["open", "closed"], (await Owner.Get("/alerts")).Json.GetProperty("items").EnumerateArray().Select(alert => alert.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Remove_OfAService_LeavesTheOthers()
    {
        var service = new ServiceRef(_org.Value, Guid.NewGuid(), Guid.NewGuid());
        await Alerts.Raise(_org, AlertKind.CrashLoop, service.Service.ToString(), "mine", "", service);
        await Raise("other");

        await Alerts.Remove(_org, service, closedBefore: null, most: int.MaxValue);
        await Alerts.Raise(_org, AlertKind.CrashLoop, service.Service.ToString(), "again", "", service);

        Assert.Equal(["again", "other"], Messages((await Owner.Get("/alerts")).Json));
    }

    private Caller Owner => _app.AsOwner(_org.Value);

    private Task Raise(string subject) => Alerts.Raise(_org, AlertKind.Limit90Percent, subject, subject, "Choose a larger size.");

    private static IEnumerable<string> Messages(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(alert => alert.GetProperty("message").GetString()!);
}
