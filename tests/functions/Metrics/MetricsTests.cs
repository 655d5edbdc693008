using System.Net;
using System.Text.RegularExpressions;

namespace ClickDeploy.Tests.Functions.Metrics;

public sealed partial class MetricsTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Page_IsWhatPrometheusReads()
    {
        var org = AppFixture.NewOrg();
        (await fixture.App.AsOwner(org).Get("/me")).Is(HttpStatusCode.OK);
        (await fixture.App.AsOwner(org).Get($"/projects/{Guid.NewGuid()}")).Is(HttpStatusCode.NotFound);

        var text = await Page(text => text.Contains("""clickdeploy_http_requests_total{route="/v1/click-deploy/projects/{id}",method="GET",status="404"}"""));

        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(Line(), line));
        Assert.Contains("""clickdeploy_http_request_seconds_bucket{route="/v1/click-deploy/me",method="GET",le="+Inf"}""", text);
        Assert.Contains("process_resident_memory_bytes ", text);
        Assert.Contains("clickdeploy_storage_calls_total{", text);
        Assert.Contains("clickdeploy_durable_lease_held ", text);
        Assert.Contains("clickdeploy_durable_messages_waiting ", text);
        Assert.DoesNotContain(org, text);
    }

    [Fact]
    public async Task Page_OfRequestsWithAnyMethod_HasOneRowForThem()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        foreach (var method in new[] { "ODD", "STRANGE" })
        {
            using var answer = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri(fixture.App.Url, "/nothing/here")));
        }

        var text = await Page(text => Regex.IsMatch(text, """clickdeploy_http_requests_total\{[^}]*method="_OTHER"[^}]*\} 2\b"""));

        Assert.DoesNotContain("ODD", text);
        Assert.DoesNotContain("STRANGE", text);
    }

    // A request is counted when its answer is complete, which the caller sees a little earlier.
    private async Task<string> Page(Func<string, bool> ready)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); ; await Task.Delay(20))
        {
            var text = (await fixture.App.With(null).Get("!/metrics")).Is(HttpStatusCode.OK).Text;
            if (ready(text) || DateTime.UtcNow > deadline)
            {
                return text;
            }
        }
    }

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z_]+="[^"\n]*",?)+\})? -?[0-9.E+-]+)$""")]
    private static partial Regex Line();
}
