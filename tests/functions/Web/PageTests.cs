using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ClickDeploy.Tests.Functions.Web;

public sealed class PageTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-page-").FullName;
    private TestApp _app = null!;

    private Caller Nobody => _app.With(null);

    public async Task InitializeAsync()
    {
        var root = Directory.CreateDirectory(Path.Combine(_folder, "dist")).FullName;
        Directory.CreateDirectory(Path.Combine(root, "assets"));
        await File.WriteAllTextAsync(Path.Combine(root, "index.html"), "<!doctype html>the page");
        await File.WriteAllTextAsync(Path.Combine(root, "mark.svg"), "<svg/>");
        await File.WriteAllTextAsync(Path.Combine(root, ".hidden"), "hidden");
        await File.WriteAllTextAsync(Path.Combine(root, "assets", "index-B1a2.js"), "export {}");
        await File.WriteAllTextAsync(Path.Combine(_folder, "secret.txt"), "secret");
        _app = await TestApp.Start(new Dictionary<string, string?> { ["WEB_ROOT"] = root });
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/projects")]
    [InlineData("/p/my-shop/services/42?x=1")]
    public async Task Get_OfAnAddressOfThePage_AnswersThePage(string path)
    {
        var answer = (await Nobody.Get("!" + path)).Is(HttpStatusCode.OK);

        Assert.Equal("<!doctype html>the page", answer.Text);
        Assert.Equal(("text/html; charset=utf-8", "no-cache", "nosniff", "no-referrer"), (answer.Headers["Content-Type"], answer.Headers["Cache-Control"], answer.Headers["X-Content-Type-Options"], answer.Headers["Referrer-Policy"]));
        Assert.Contains("frame-ancestors 'none'", answer.Headers["Content-Security-Policy"]);
    }

    [Theory]
    [InlineData("/mark.svg", "image/svg+xml", "no-cache")]
    [InlineData("/assets/index-B1a2.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable")]
    public async Task Get_OfAFile_AnswersItWithItsType(string path, string type, string caching)
    {
        var answer = (await Nobody.Get("!" + path)).Is(HttpStatusCode.OK);

        Assert.Equal((type, caching), (answer.Headers["Content-Type"], answer.Headers["Cache-Control"]));
        (await Nobody.Get("!" + path, ("If-None-Match", answer.ETag!))).Is(HttpStatusCode.NotModified);
        var head = (await Nobody.Send(HttpMethod.Head, "!" + path, null, [])).Is(HttpStatusCode.OK);
        Assert.Equal("", head.Text);
    }

    [Theory]
    [InlineData("/missing.js")]
    [InlineData("/assets/missing")]
    [InlineData("/assets/")]
    [InlineData("/.hidden")]
    [InlineData("/v1/click-deploy/nothing")]
    [InlineData("/v1")]
    [InlineData("/V1/click-deploy")]
    [InlineData("/dev/nothing")]
    [InlineData("/runtime/webhooks")]
    public async Task Get_OfWhatIsNotThere_Answers404(string path) => (await Nobody.Get("!" + path)).IsProblem(HttpStatusCode.NotFound, "no_such_route");

    [Theory]
    [InlineData("/../secret.txt")]
    [InlineData("/..%2fsecret.txt")]
    [InlineData("/%2e%2e/secret.txt")]
    [InlineData("/%2e%2e%2fsecret.txt")]
    [InlineData("/assets/../../secret.txt")]
    [InlineData("/assets/..%5c..%5csecret.txt")]
    [InlineData("/..\\secret.txt")]
    [InlineData("//secret.txt")]
    [InlineData("/./../secret.txt")]
    [InlineData("/%00")]
    [InlineData("/mark.svg%00.js")]
    public async Task Get_OfAPathThatLeadsOut_ShowsNothing(string path)
    {
        // As it stands: a client of HTTP would tidy the path up first.
        var answer = await Raw($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.DoesNotContain("secret\0", answer + "\0");
        Assert.DoesNotContain("\r\n\r\nsecret", answer);
        Assert.DoesNotContain("<svg/>", answer);
        Assert.DoesNotContain("HTTP/1.1 5", answer);
    }

    private async Task<string> Raw(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_app.Url.Host, _app.Url.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
