using System.Net;
using System.Text.RegularExpressions;
using ClickDeploy.Tests.Functions.OpenApi;

namespace ClickDeploy.Tests.Functions.Http;

/// <summary>What each address of the description answers to the methods that it does not have.</summary>
public sealed class MethodTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private readonly string _nobody = Guid.NewGuid().ToString();
    private readonly Caller _owner = fixture.App.AsOwner(AppFixture.NewOrg());

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Methods_ThatAnAddressHasNot_AreRefusedWithThoseThatItHas()
    {
        foreach (var (path, has) in await Addresses())
        {
            foreach (var method in new[] { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND" }.Except(has))
            {
                var answer = await _owner.Send(new HttpMethod(method), "!" + path, null, []);

                Assert.True(answer.Status == HttpStatusCode.MethodNotAllowed, $"{method} {path}: {(int)answer.Status} {answer.Text}");
                Assert.Equal((method, path, string.Join(", ", has)), (method, path, string.Join(", ", answer.Headers["Allow"].Split(", ").Order(StringComparer.Ordinal))));
            }
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Head_AnswersAsGet_WithoutABody()
    {
        foreach (var (path, has) in await Addresses())
        {
            if (!has.Contains("GET") || path is "/ready" or "/metrics")
            {
                continue;
            }

            var (get, head) = ((await _owner.Get("!" + path)).Status, await _owner.Send(HttpMethod.Head, "!" + path, null, []));
            Assert.Equal((path, get), (path, head.Status));
            Assert.Equal("", head.Text);
        }
    }

    [Fact]
    public async Task Head_OfAStream_Ends()
    {
        var project = (await _owner.Post("/projects", new { name = "Shop" })).Is(HttpStatusCode.Created).Field("id");

        var head = (await _owner.Send(HttpMethod.Head, $"/projects/{project}/events", null, [])).Is(HttpStatusCode.OK);

        Assert.StartsWith("text/event-stream", head.Headers["Content-Type"], StringComparison.Ordinal);
        // The connection is free for the next.
        (await _owner.Get("/me")).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task Address_OfNothing_IsNotThereForAnyMethod(string method) =>
        (await _owner.Send(new HttpMethod(method), "/nothing", null, [])).IsProblem(HttpStatusCode.NotFound, "no_such_route");

    [Fact]
    public async Task Page_IsOnlyRead()
    {
        var refused = (await _owner.Post("!/projects/shop", new { })).IsProblem(HttpStatusCode.MethodNotAllowed, "method_not_allowed");

        Assert.Equal("GET, HEAD", refused.Headers["Allow"]);
    }

    // One address may be of several routes: a variable may be called as what is done with all.
    private async Task<IEnumerable<(string Path, IReadOnlyList<string> Has)>> Addresses()
    {
        var operations = (await Description.Of(fixture.App)).Operations;
        return from address in operations.Select(operation => Regex.Replace(operation.Route, "{[^}]*}", _nobody)).Distinct()
               let has = operations.Where(operation => Regex.IsMatch(address, "^" + Regex.Replace(operation.Route, "{[^}]*}", "[^/]+") + "$")).Select(operation => operation.Method)
               select (address, (IReadOnlyList<string>)[.. has.Concat(has.Contains("GET") ? ["HEAD"] : []).Distinct().Order(StringComparer.Ordinal)]);
    }
}
