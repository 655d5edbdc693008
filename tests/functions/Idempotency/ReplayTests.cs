using System.Net;
using ClickDeploy.Tests.Functions.OpenApi;

namespace ClickDeploy.Tests.Functions.Idempotency;

/// <summary>Every POST of the description whose answer was lost after each of its writes, and which is sent again with its Idempotency-Key: it has happened once, and answers.</summary>
[Trait("Speed", "Slow")]
public sealed class ReplayTests : IAsyncLifetime
{
    private const int MostWrites = 30;
    private const string Base = "/v1/click-deploy";

    // {s} a service that is live, {e} one that was never deployed.
    private static readonly Dictionary<string, string> Bodies = new()
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

    // They change nothing: a stream that is made anew each time, and a look at a repository.
    private static readonly string[] Harmless = ["/admin/backup", "/git/inspect"];
    private TestApp _app = null!;

    public async Task InitializeAsync() => _app = await LosingStorage.Start();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Posts_AreAllTried()
    {
        var posts = (await Description.Of(_app)).Operations.Where(operation => operation is { Method: "POST", NeedsToken: true }).Select(operation => operation.Route[Base.Length..]);

        Assert.Equal(Bodies.Keys.Concat(Harmless).Order(StringComparer.Ordinal), posts.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Post_SentAgainAfterALostAnswer_HasHappenedOnce(string route)
    {
        var (expected, status) = await Once(route);
        for (var write = 0; write < MostWrites; write++)
        {
            var world = await ReplayWorld.Make(_app);
            var lose = LosingStorage.Value(Guid.NewGuid(), write);
            var first = await world.Post(route, Bodies[route], lose);
            var again = await world.Post(route, Bodies[route]);

            Assert.True(first.Status == status || first.Status == HttpStatusCode.ServiceUnavailable, $"without the answer to write {write}: {(int)first.Status} {first.Text}");
            Assert.True(again.Status == status, $"again after the answer to write {write} was lost: {(int)again.Status} {again.Text}");
            Assert.Equal((write, expected), (write, await world.Look()));
            Assert.Equal((again.Text, "true"), (await world.Post(route, Bodies[route])) is var third ? (third.Text, third.Headers.GetValueOrDefault("Idempotency-Replayed")) : default);
            if (!LosingStorage.HasLost(lose))
            {
                Assert.True(write > 2, $"only {write} writes");
                return;
            }
        }

        Assert.Fail($"{route} makes more than {MostWrites} writes.");
    }

    public static IEnumerable<object[]> Routes => Bodies.Keys.Select(route => new object[] { route });

    private async Task<(string State, HttpStatusCode Status)> Once(string route)
    {
        var world = await ReplayWorld.Make(_app);
        var before = await world.Look();
        var answer = await world.Post(route, Bodies[route]);
        Assert.True((int)answer.Status is >= 200 and < 300, $"{route}: {(int)answer.Status} {answer.Text}");
        var after = await world.Look();
        Assert.True(before != after || route.EndsWith("/cancel", StringComparison.Ordinal), $"{route} has changed nothing that this test looks at.");
        return (after, answer.Status);
    }
}
