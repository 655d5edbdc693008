using System.Net;
using ClickDeploy.Alerts;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Services;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Projects;

public sealed class ProjectEventsTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private readonly string _org = AppFixture.NewOrg();

    private Caller Owner => fixture.App.AsOwner(_org);

    [Fact]
    public async Task Events_Begin_WithTheProjectAsItIs()
    {
        var project = await NewProject();
        var service = await NewService(project, "web");
        await using var events = await Open(project);

        var snapshot = await events.Next("snapshot");

        Assert.Equal((await Owner.Get($"/projects/{project}")).Text, snapshot.GetProperty("project").GetRawText());
        Assert.NotEmpty(snapshot.GetProperty("revisions").GetProperty(service).GetString()!);
        Assert.Equal(0, snapshot.GetProperty("deployments").GetArrayLength());
    }

    [Fact]
    public async Task Events_Follow_WhatIsMadeMovedChangedAndDeleted()
    {
        var project = await NewProject();
        await using var events = await Open(project);
        await events.Next("snapshot");

        var service = await NewService(project, "web");
        var made = await events.Next("node");
        Assert.Equal(("service", service), (made.GetProperty("kind").GetString(), made.GetProperty("id").GetString()));
        Assert.Equal((await Owner.Get($"/services/{service}")).Text, made.GetProperty("node").GetRawText());

        (await Owner.Patch($"/services/{service}/position", new { canvas_x = 7, canvas_y = 8 })).Is(HttpStatusCode.OK);
        var moved = await events.Next("node");
        Assert.Equal(7, moved.GetProperty("node").GetProperty("canvas_x").GetInt32());
        Assert.NotEqual(made.GetProperty("revision").GetString(), moved.GetProperty("revision").GetString());

        (await Owner.Patch($"/projects/{project}", new { name = "Market" })).Is(HttpStatusCode.OK);
        Assert.Equal("Market", (await events.Next("snapshot")).GetProperty("project").GetProperty("name").GetString());

        (await Owner.Delete($"/services/{service}")).Is(HttpStatusCode.Accepted);
        await events.Until("gone", gone => gone.GetProperty("id").GetString() == service);
    }

    [Fact]
    public async Task Events_ShowADeploymentToItsEnd()
    {
        var project = await NewProject();
        var service = (await Owner.Post($"/projects/{project}/services", new { name = "web", git_source = new { url = "file:///nowhere/at/all" } })).Is(HttpStatusCode.Created).Field("id");
        await using var events = await Open(project);
        await events.Next("snapshot");

        var deployment = (await Owner.Post($"/services/{service}/deploy", new { })).Is(HttpStatusCode.Accepted).Field("id");

        await events.Until("deployment", shown => shown.GetProperty("id").GetString() == deployment && shown.GetProperty("status").GetString() == "failed");
    }

    [Fact]
    public async Task Events_ShowAlertsOfTheProject()
    {
        var (project, other) = (await NewProject(), await NewProject());
        await using var events = await Open(project);
        await events.Next("snapshot");
        var alerts = fixture.App.Services.GetRequiredService<AlertStore>();

        await alerts.Raise(new(_org), AlertKind.CrashLoop, "elsewhere", "Not ours.", "Nothing.", new ServiceRef(_org, Guid.Parse(other), Guid.NewGuid()));
        await alerts.Raise(new(_org), AlertKind.CrashLoop, "here", "It crashed.", "Mend it.", new ServiceRef(_org, Guid.Parse(project), Guid.NewGuid()));
        Assert.Equal(("It crashed.", "open"), Alert(await events.Next("alert")));

        await alerts.Close(new(_org), AlertKind.CrashLoop, "here");
        Assert.Equal(("It crashed.", "closed"), Alert(await events.Next("alert")));

        static (string?, string?) Alert(System.Text.Json.JsonElement alert) => (alert.GetProperty("message").GetString(), alert.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Events_OfADeletedProject_End()
    {
        var project = await NewProject();
        await using var events = await Open(project);
        await events.Next("snapshot");

        (await Owner.Delete($"/projects/{project}?confirm=Shop")).Is(HttpStatusCode.Accepted);

        await events.Until("end", _ => true);
    }

    private Task<EventReader> Open(string project) => EventReader.Open(fixture.App, fixture.App.Token(_org, Role.Viewer), $"/projects/{project}/events");

    private async Task<string> NewProject() => (await Owner.Post("/projects", new { name = "Shop" })).Field("id");

    private async Task<string> NewService(string project, string name) => (await Owner.Post($"/projects/{project}/services", new { name })).Is(HttpStatusCode.Created).Field("id");
}
