using System.Net;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Shared.Processes;
using ClickDeploy.Tests.Shared.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Deployments;

/// <summary>Somebody clicks Deploy and closes the page: the connection is gone between the first service and the second.</summary>
[Trait("Speed", "Slow")]
public sealed class LeftDeployTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _leaving = new();
    private HttpContext? _asked;
    private TestApp _app = null!;

    public async Task InitializeAsync() => _app = await TestApp.Start(
        replace: services => services.AddSingleton<IStorage>(provider => new LostAnswers(SqliteStorage.InMemory(provider.GetRequiredService<TimeProvider>()), Leave)),
        outside: builder => builder.Use(next => context => Watch(context, next)));

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _leaving.Dispose();
    }

    [Fact]
    public async Task Deploy_WhoseCallerGoesAway_StartsEveryServiceAllTheSame()
    {
        var org = AppFixture.NewOrg();
        var developer = _app.As(org, Role.Developer);
        var project = (await developer.Post("/projects", new { name = "Shop" })).Is(HttpStatusCode.Created).Field("id");
        foreach (var name in new[] { "web", "api", "store" })
            (await developer.Post($"/projects/{project}/services", new { name, git_source = new { url = "file:///nowhere/at/all" } })).Is(HttpStatusCode.Created);

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/click-deploy/projects/{project}/deploy") { Headers = { Authorization = new("Bearer", _app.Token(org, Role.Developer)) } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _app.Http.SendAsync(request, _leaving.Token));

        await Eventually.Is(() => developer.Get("/operations"), seen => seen.Json.GetProperty("items").GetArrayLength() == 3, "A deployment of each service");
    }

    private Task Watch(FunctionContext context, Microsoft.Azure.Functions.Worker.Middleware.FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && http.Request.Path.Value?.EndsWith("/deploy", StringComparison.Ordinal) == true)
            _asked = http;
        return next(context);
    }

    // The first deployment is listed; from then on nobody listens, and the server knows.
    private bool Leave(string call, string subject)
    {
        if (call == "Commit" && subject.StartsWith("operations/", StringComparison.Ordinal) && _asked is { } http && !_leaving.IsCancellationRequested)
        {
            _leaving.Cancel();
            Assert.True(http.RequestAborted.WaitHandle.WaitOne(Patience), "The server never saw that the caller left.");
        }

        return false;
    }
}
