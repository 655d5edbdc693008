using System.Net;
using ClickDeploy.Tests.Functions.OpenApi;

namespace ClickDeploy.Tests.Functions.Idempotency;

/// <summary>Every write of the description whose answer was lost after each of its own writes, and which is sent again with its Idempotency-Key and its If-Match: it has happened once, and answers.</summary>
[Trait("Speed", "Slow")]
public sealed class ReplayTests : IAsyncLifetime
{
    private const int MostWrites = 30;
    private const string Base = "/v1/click-deploy";

    // {s} a service that is live, {e} one that was never deployed.
    private static readonly Dictionary<string, string> Posts = new()
    {
        ["/projects"] = """{"name": "Shop"}""",
        ["/projects/{id}/services"] = """{"name": "more"}""",
        ["/projects/{id}/links"] = """{"source": "{s}", "target": "{e}"}""",
        ["/projects/{id}/deploy"] = "{}",
        ["/services/{id}/deploy"] = "{}",
        ["/services/{id}/rollback/{deploymentId}"] = "{}",
        ["/services/{id}/discard"] = "{}",
        ["/services/{id}/stop"] = "{}",
        ["/services/{id}/start"] = "{}",
        ["/services/{id}/restart"] = "{}",
        ["/services/{id}/env"] = """{"key": "NEW", "value": "x"}""",
        ["/services/{id}/env/bulk"] = """{"variables": {"NEW": "x", "COLOUR": "green"}}""",
        ["/services/{id}/env/import"] = "NEW=x\n",
        ["/services/{id}/env/revisions/{n}/restore"] = "{}",
        ["/deployments/{id}/cancel"] = "{}",
        ["/operations/{instanceId}/cancel"] = "{}",
        ["/operations/{instanceId}/retry"] = "{}",
        ["/tokens"] = """{"name": "ci", "scopes": ["viewer"]}""",
    };

    private static readonly Dictionary<string, string> Patches = new()
    {
        ["/projects/{id}"] = """{"name": "Store"}""",
        ["/projects/{id}/positions"] = """{"positions": [{"id": "{s}", "canvas_x": 7, "canvas_y": 8}]}""",
        ["/services/{id}"] = """{"port": 9001}""",
        ["/services/{id}?deploy=true"] = """{"port": 9001}""",
        ["/services/{id}?deploy=true&of=a-token"] = """{"git_source": {"url": "https://example.com/a.git", "token": "a-token-of-the-host"}}""",
        ["/services/{id}/position"] = """{"canvas_x": 7, "canvas_y": 8}""",
        ["/services/{id}/env/{key}"] = """{"value": "green"}""",
    };

    private static readonly string[] Deletes = ["/projects/{id}?confirm=Shop", "/services/{id}?force=true", "/services/{id}/env/{key}", "/links/{id}", "/tokens/{id}"];

    // They change nothing: a stream that is made anew each time, and a look at a repository.
    private static readonly string[] Harmless = ["/admin/backup", "/git/inspect"];
    private TestApp _app = null!;

    public async Task InitializeAsync() => _app = await LosingStorage.Start();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Writes_AreAllTried()
    {
        var writes = (await Description.Of(_app)).Operations.Where(operation => operation is { IsWrite: true, NeedsToken: true }).Select(operation => $"{operation.Method} {operation.Route[Base.Length..]}");

        Assert.Equal(Routes.Select(route => $"{route[0]} {route[1].ToString()!.Split('?')[0]}").Concat(Harmless.Select(route => "POST " + route)).Distinct().Order(StringComparer.Ordinal), writes.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Write_SentAgainAfterALostAnswer_HasHappenedOnce(string method, string route)
    {
        var (expected, status) = await Once(method, route);
        for (var write = 0; write < MostWrites; write++)
        {
            var world = await ReplayWorld.Make(_app);
            var lose = LosingStorage.Value(Guid.NewGuid(), write);
            var first = await world.Send(method, route, BodyOf(method, route), lose);
            var again = await world.Send(method, route, BodyOf(method, route));

            Assert.True(first.Status == status || first.Status == HttpStatusCode.ServiceUnavailable, $"without the answer to write {write}: {(int)first.Status} {first.Text}");
            Assert.True(again.Status == status || IsGone(method, route, again), $"again after the answer to write {write} was lost: {(int)again.Status} {again.Text}");
            Assert.Equal((write, expected), (write, await world.Look()));
            if (method != "DELETE")
            {
                Assert.Equal((again.Text, "true"), (await world.Send(method, route, BodyOf(method, route))) is var third ? (third.Text, third.Headers.GetValueOrDefault("Idempotency-Replayed")) : default);
            }

            if (!LosingStorage.HasLost(lose))
            {
                Assert.True(write > (method == "DELETE" ? 1 : 2), $"only {write} writes");
                return;
            }
        }

        Assert.Fail($"{method} {route} makes more than {MostWrites} writes.");
    }

    public static IEnumerable<object[]> Routes => Posts.Keys.Select(route => new object[] { "POST", route })
        .Concat(Patches.Keys.Select(route => new object[] { "PATCH", route }))
        .Concat(Deletes.Select(route => new object[] { "DELETE", route }));

    private static string? BodyOf(string method, string route) => method switch { "POST" => Posts[route], "PATCH" => Patches[route], _ => null };

    // A project and a service stay until their removal is over, and answer as they did.
    private static bool IsGone(string method, string route, Answer answer) => method == "DELETE" && !route.Contains('?') && answer.Status is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed;

    private async Task<(string State, HttpStatusCode Status)> Once(string method, string route)
    {
        var world = await ReplayWorld.Make(_app);
        var before = await world.Look();
        var answer = await world.Send(method, route, BodyOf(method, route));
        Assert.True((int)answer.Status is >= 200 and < 300, $"{method} {route}: {(int)answer.Status} {answer.Text}");
        var after = await world.Look();
        Assert.True(before != after || route.EndsWith("/cancel", StringComparison.Ordinal), $"{method} {route} has changed nothing that this test looks at.");
        return (after, answer.Status);
    }
}
