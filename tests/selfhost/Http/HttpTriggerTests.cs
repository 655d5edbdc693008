using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ClickDeploy.Tests.SelfHost.Hosting;

namespace ClickDeploy.Tests.SelfHost.Http;

public sealed class HttpTriggerTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.Start(typeof(Answers), typeof(Pages));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("/texts/abc", "text abc")]
    [InlineData("/Texts/abc", "text abc")]
    [InlineData("/numbers/42", "int 42")]
    [InlineData("/ids/7e6d1a52-8ad4-4f2f-bd9c-0cc9a2a5f6f5", "id 7e6d1a52-8ad4-4f2f-bd9c-0cc9a2a5f6f5")]
    [InlineData("/maybe", "none")]
    [InlineData("/maybe/7", "7")]
    [InlineData("/Unrouted", "unrouted")]
    [InlineData("/", "page ")]
    [InlineData("/a/deep/page.html", "page a/deep/page.html")]
    [InlineData("/numbers/4x2", "page numbers/4x2")]
    public async Task Route_Fits_FunctionGetsItsValues(string path, string answer) =>
        Assert.Equal(answer, await _host.Client.GetStringAsync(path));

    [Theory]
    [InlineData("ok-object", HttpStatusCode.OK, "application/json", """{"name":"x","count":2}""")]
    [InlineData("ok-text", HttpStatusCode.OK, "text/plain", "hello")]
    [InlineData("created", HttpStatusCode.Created, "application/json", """{"name":"x","count":2}""")]
    [InlineData("accepted", HttpStatusCode.Accepted, null, "")]
    [InlineData("no-content", HttpStatusCode.NoContent, null, "")]
    [InlineData("problem", HttpStatusCode.Conflict, "application/problem+json", """{"title":"Taken","status":409}""")]
    [InlineData("json", HttpStatusCode.OK, "application/json", """{"name":"x","count":2}""")]
    [InlineData("content", HttpStatusCode.OK, "text/html", "<p>")]
    [InlineData("file", HttpStatusCode.OK, "text/css", "a{}")]
    [InlineData("redirect", HttpStatusCode.Found, null, "")]
    [InlineData("result", HttpStatusCode.OK, "application/json", """{"name":"x","count":2}""")]
    [InlineData("object", HttpStatusCode.OK, "application/json", """{"name":"x","count":2}""")]
    [InlineData("written", HttpStatusCode.Accepted, "text/plain", "written")]
    [InlineData("nothing", HttpStatusCode.OK, null, "")]
    public async Task Result_OfEachKind_IsWritten(string kind, HttpStatusCode status, string? type, string body)
    {
        using var direct = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var response = await direct.GetAsync(new Uri(_host.Client.BaseAddress!, $"/results/{kind}"));
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(kind is "created" or "accepted" or "redirect" ? "/elsewhere" : null, response.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Body_OfARequest_CanBeRead()
    {
        using var response = await _host.Client.PostAsJsonAsync("/texts/abc", new { name = "y" });
        Assert.Equal("""{"name":"y"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Method_NotServed_Is405WithAllow()
    {
        using var response = await _host.Client.DeleteAsync("/texts/abc");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD", "POST"], response.Content.Headers.Allow.Order());
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("method_not_allowed", problem.RootElement.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("/texts/abc")]
    [InlineData("/results/ok-object")]
    [InlineData("/results/written")]
    public async Task Head_IsAGetWithoutItsBody(string path)
    {
        using var get = await _host.Client.GetAsync(path);
        using var head = await _host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

        Assert.Equal((get.StatusCode, get.Content.Headers.ContentType?.ToString()), (head.StatusCode, head.Content.Headers.ContentType?.ToString()));
        Assert.Equal("", await head.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Address_ThatNothingAnswers_Is404()
    {
        await using var host = await TestHost.Start(typeof(Answers));
        using var response = await host.Client.GetAsync("/no/such/thing");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("no_such_route", problem.RootElement.GetProperty("code").GetString());
        Assert.Equal("/no/such/thing", problem.RootElement.GetProperty("instance").GetString());
        Assert.Equal(response.Headers.GetValues("X-Request-ID").Single(), problem.RootElement.GetProperty("request_id").GetString());
    }

    [Fact]
    public async Task NotFound_OfAFunction_StaysAsItIs()
    {
        using var response = await _host.Client.GetAsync("/results/not-found");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Function_Throws_500WithoutItsStack()
    {
        using var response = await _host.Client.GetAsync("/results/throw");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("secret inside", body);
        Assert.DoesNotContain("Exception", body);
        using var problem = JsonDocument.Parse(body);
        Assert.Equal("internal", problem.RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Body_LargerThanTheLimit_Is413()
    {
        // The answer comes before the body is sent: a server that closes on what it will not read breaks the writer's pipe.
        _host.Client.DefaultRequestHeaders.ExpectContinue = true;
        using var response = await _host.Client.PostAsync("/texts/abc", new ByteArrayContent(new byte[1024 * 1024 + 1]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        using var larger = await _host.Client.PostAsync("/large", new ByteArrayContent(new byte[1024 * 1024 + 1]));
        Assert.Equal("1048577", await larger.Content.ReadAsStringAsync());
        using var tooLarge = await _host.Client.PostAsync("/large", new ByteArrayContent(new byte[2 * 1024 * 1024 + 1]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
    }

    [Fact]
    public async Task RoutePrefix_OfHostJson_IsInFrontOfEveryRoute()
    {
        var settings = new Dictionary<string, string?> { ["AzureFunctionsJobHost:extensions:http:routePrefix"] = "v1" };
        await using var host = await TestHost.Start(TestHost.Builder(settings, typeof(Answers)));
        Assert.Equal("text abc", await host.Client.GetStringAsync("/v1/texts/abc"));
        using var without = await host.Client.GetAsync("/texts/abc");
        Assert.Equal(HttpStatusCode.NotFound, without.StatusCode);
    }
}
