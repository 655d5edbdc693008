using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using ClickDeploy.Clients.Caddy;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Shared.Clients.Caddy;

/// <summary>Our configuration in a real Caddy.</summary>
[Trait("Speed", "Slow")]
[Collection(nameof(RealCaddy)), Trait("Lane", "two")]
public sealed class CaddyTests(CaddyFixture caddy) : IClassFixture<CaddyFixture>
{
    [Fact]
    public async Task Request_HostWithAnInstance_GetsItsAnswer()
    {
        await using var upstream = await Upstream.Start("one");
        await caddy.Routes.Point("plain.localhost", new Route.Instance(upstream.Address));

        Assert.Equal((HttpStatusCode.OK, "one"), await Get("plain.localhost"));
        Assert.Equal((HttpStatusCode.OK, "one"), await Get($"plain.localhost:{caddy.ProxyPort}"));
    }

    [Fact]
    public async Task Request_DefaultHeaders_AreAddedWhereTheApplicationSendsNone()
    {
        await using var upstream = await Upstream.Start("one");
        await caddy.Routes.Point("headers.localhost", new Route.Instance(upstream.Address));

        using var plain = await caddy.Http.SendAsync(caddy.Request("headers.localhost"));
        using var own = await caddy.Http.SendAsync(caddy.Request("headers.localhost", "/framed"));

        Assert.Equal(["nosniff"], plain.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["SAMEORIGIN"], plain.Headers.GetValues("X-Frame-Options"));
        Assert.Equal(["DENY"], own.Headers.GetValues("X-Frame-Options"));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("*")]
    [InlineData("victi[l-n].localhost")]
    [InlineData("victim.*")]
    [InlineData("VICTIM.localhost")]
    [InlineData("victim.localhost.")]
    [InlineData("../routes/victim.localhost")]
    [InlineData("..%2froutes%2fvictim.localhost")]
    [InlineData("[::1]")]
    [InlineData("{http.request.uri.path}")]
    [InlineData("victim.localhost:80:80")]
    [InlineData("")]
    public async Task Request_HostileHost_ReachesNoRoute(string host)
    {
        await using var upstream = await Upstream.Start("victim");
        await caddy.Routes.Point("victim.localhost", new Route.Instance(upstream.Address));

        var answer = await Raw($"GET /victim.localhost HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.DoesNotContain("victim", answer, StringComparison.Ordinal);
        Assert.Matches("^HTTP/1.1 (404|400) ", answer);
    }

    [Fact]
    public async Task Request_NoHost_ReachesNoRoute()
    {
        Assert.Matches("^HTTP/1.[01] (404|400) ", await Raw("GET / HTTP/1.0\r\n\r\n"));
    }

    [Fact]
    public async Task Request_UnknownHost_GetsThe404Page()
    {
        var (status, body) = await Get("nobody.localhost");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("There is nothing at this address", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_StoppedAndFailed_GetTheirPages()
    {
        await caddy.Routes.Point("stopped.localhost", new Route.Stopped());
        await caddy.Routes.Point("failed.localhost", new Route.Failed());

        var (stopped, stoppedPage) = await Get("stopped.localhost");
        var (failed, failedPage) = await Get("failed.localhost");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (stopped, failed));
        Assert.Contains("<code>stopped.localhost</code> was stopped", stoppedPage, StringComparison.Ordinal);
        Assert.Contains("<code>failed.localhost</code> crashed", failedPage, StringComparison.Ordinal);
        // Caddy fills in what it knows and must leave the style sheet alone.
        Assert.Contains("@media (prefers-color-scheme: dark) { :root { --ground: #121417;", stoppedPage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_ApplicationGone_GetsThePageThatSaysSo()
    {
        var upstream = await Upstream.Start("gone");
        await caddy.Routes.Point("silent.localhost", new Route.Instance(upstream.Address));
        await upstream.DisposeAsync();

        var (status, body) = await Get("silent.localhost");

        Assert.Equal(HttpStatusCode.BadGateway, status);
        Assert.Contains("This service does not answer", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AccessLog_HasWhatIsCounted_NoSecret_AndNoHostThatWeDoNotKnow()
    {
        await using var upstream = await Upstream.Start("one");
        await caddy.Routes.Point("counted.localhost", new Route.Instance(upstream.Address));
        await caddy.Routes.Point("halted.localhost", new Route.Stopped());
        using var log = new AccessLog(caddy.Options, TimeProvider.System);
        log.Read([]);
        using var request = caddy.Request("counted.localhost", "/upload?token=s3cret1", HttpMethod.Post);
        request.Content = new StringContent("s3cret2");
        request.Headers.Add("Authorization", "Bearer s3cret3");
        request.Headers.Add("Cookie", "session=s3cret4");
        request.Headers.Add("X-Key", "s3cret5");
        using (await caddy.Http.SendAsync(request))
        {
            await Get("counted.localhost");
        }

        await Get("halted.localhost");
        await Get("made-up.localhost");

        // Caddy writes the line after the answer.
        var counts = new List<HostCounts>();
        await Eventually.Is(
            () =>
            {
                counts.AddRange(log.Read(["counted.localhost", "halted.localhost", "made-up.localhost"])!.Hosts.Values);
                return Task.FromResult(counts.Sum(host => host.Requests));
            },
            requests => requests >= 2,
            "Both requests are counted");

        Assert.Equal((2, 0, 4L), (counts.Sum(host => host.Requests), counts.Sum(host => host.Errors), counts.Sum(host => host.SentBytes)));
        var written = await File.ReadAllTextAsync(caddy.Options.Value.AccessLogFile);
        Assert.Contains("counted.localhost", written, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", written, StringComparison.Ordinal);
        Assert.DoesNotContain("halted.localhost", written, StringComparison.Ordinal);
        Assert.DoesNotContain("made-up.localhost", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_RemovedHost_GetsThe404Page()
    {
        await using var upstream = await Upstream.Start("one");
        await caddy.Routes.Point("removed.localhost", new Route.Instance(upstream.Address));
        Assert.Equal(HttpStatusCode.OK, (await Get("removed.localhost")).Status);

        await caddy.Routes.Remove("removed.localhost");

        Assert.Equal(HttpStatusCode.NotFound, (await Get("removed.localhost")).Status);
    }

    [Fact]
    public async Task Switches_UnderLoad_FailNoRequest()
    {
        await using var first = await Upstream.Start("first");
        await using var second = await Upstream.Start("second");
        Route[] instances = [new Route.Instance(first.Address), new Route.Instance(second.Address)];
        await caddy.Routes.Point("busy.localhost", instances[0]);
        using var done = new CancellationTokenSource();
        var failures = new ConcurrentBag<string>();
        var answers = 0;
        using var fresh = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero, UseProxy = false });
        var load = Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                try
                {
                    using var answer = await (worker % 2 == 0 ? caddy.Http : fresh).SendAsync(caddy.Request("busy.localhost"), CancellationToken.None);
                    if (answer.StatusCode != HttpStatusCode.OK)
                        failures.Add($"{answer.StatusCode}");
                    Interlocked.Increment(ref answers);
                }
                catch (HttpRequestException failure)
                {
                    failures.Add(failure.ToString());
                }
            }
        })).ToArray();

        for (var n = 1; n <= 100; n++)
        {
            var before = Volatile.Read(ref answers);
            await caddy.Routes.Point("busy.localhost", instances[n % 2]);
            await Until(() => Volatile.Read(ref answers) >= before + 8 || !failures.IsEmpty);
        }

        await done.CancelAsync();
        await Task.WhenAll(load);
        Assert.Empty(failures);
        Assert.Equal("first", (await Get("busy.localhost")).Body);
    }

    [Fact]
    public async Task LongConnections_WhileRoutesSwitch_StayOpen()
    {
        await using var quiet = await Upstream.Start("quiet");
        await using var other = await Upstream.Start("other");
        await caddy.Routes.Point("quiet.localhost", new Route.Instance(quiet.Address));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Host", "quiet.localhost");
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{caddy.ProxyPort}/socket"), patience.Token);
        using var stream = await caddy.Http.SendAsync(caddy.Request("quiet.localhost", "/events"), HttpCompletionOption.ResponseHeadersRead, patience.Token);
        using var events = new StreamReader(await stream.Content.ReadAsStreamAsync(patience.Token));

        for (var n = 1; n <= 10; n++)
        {
            await caddy.Routes.Point("moving.localhost", new Route.Instance(n % 2 == 0 ? quiet.Address : other.Address));
            await caddy.Routes.Point("quiet.localhost", new Route.Instance(n % 2 == 0 ? quiet.Address : other.Address));
            Assert.False(await caddy.Client.Load(patience.Token));
            quiet.Tick();
            Assert.Equal($"data: {n}", await events.ReadLineAsync(patience.Token));
            Assert.Equal("", await events.ReadLineAsync(patience.Token));
            Assert.Equal($"ping {n}", await Ping(socket, $"ping {n}", patience.Token));
        }
    }

    [Fact]
    public async Task Upload_HundredMegabytes_Passes()
    {
        await using var upstream = await Upstream.Start("one");
        await caddy.Routes.Point("upload.localhost", new Route.Instance(upstream.Address));
        using var request = caddy.Request("upload.localhost", "/upload", HttpMethod.Post);
        request.Content = new ByteArrayContent(new byte[100 << 20]);

        using var answer = await caddy.Http.SendAsync(request);

        Assert.Equal($"{100 << 20}", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Load_SameConfiguration_IsNotLoadedAgain()
    {
        Assert.False(await caddy.Client.Load());
        Assert.IsType<CaddyState.Ready>(await caddy.Client.Inspect());
    }

    [Fact]
    public async Task Admin_ForeignOrigin_IsRefused()
    {
        using var http = new HttpClient { BaseAddress = caddy.AdminUrl };
        using var without = await http.PostAsync(new Uri("/stop", UriKind.Relative), null);
        http.DefaultRequestHeaders.Add("Origin", "http://evil.example");
        using var foreign = await http.PostAsync(new Uri("/stop", UriKind.Relative), null);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (without.StatusCode, foreign.StatusCode));
    }

    private async Task<(HttpStatusCode Status, string Body)> Get(string host)
    {
        using var answer = await caddy.Http.SendAsync(caddy.Request(host));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<string> Raw(string request)
    {
        using var client = new TcpClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await client.ConnectAsync(IPAddress.Loopback, caddy.ProxyPort, patience.Token);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), patience.Token);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync(patience.Token);
    }

    private static async Task<string> Ping(ClientWebSocket socket, string text, CancellationToken cancellation)
    {
        var buffer = new byte[64];
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, cancellation);
        var answer = await socket.ReceiveAsync(buffer, cancellation);
        return Encoding.UTF8.GetString(buffer, 0, answer.Count);
    }

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
            await Task.Delay(1, patience.Token);
    }
}
