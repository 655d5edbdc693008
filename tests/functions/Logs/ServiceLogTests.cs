using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Logs;
using ClickDeploy.Services;
using ClickDeploy.Targets;
using ClickDeploy.Tests.Shared.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Logs;

/// <summary>What real instances of the local target write, read over HTTP.</summary>
[Trait("Speed", "Slow")]
public sealed class ServiceLogTests(AppFixture fixture) : IClassFixture<AppFixture>, IAsyncLifetime
{
    private readonly string _org = AppFixture.NewOrg();
    private readonly List<InstanceId> _started = [];
    private Guid _project;
    private Guid _service;

    private TestApp App => fixture.App;

    private Caller Me => App.AsOwner(_org);

    private ITarget Target => App.Services.GetRequiredService<ITarget>();

    private string Path => $"/services/{_service}/logs";

    public async Task InitializeAsync()
    {
        _project = (await Me.Post("/projects", new { name = "logs" })).Json.GetProperty("id").GetGuid();
        _service = (await Me.Post($"/projects/{_project}/services", new { name = "web", type = "app", git_source = new { url = "https://git.example/web.git" } })).Is(HttpStatusCode.Created).Json.GetProperty("id").GetGuid();
    }

    public async Task DisposeAsync()
    {
        foreach (var id in _started)
        {
            await Target.Remove(id);
        }
    }

    [Fact]
    public async Task Get_OfARunningInstance_HasBothItsOutputs()
    {
        var instance = await Start("echo out; echo oops >&2; printf 'bad \\377 byte\\n'; printf 'no line feed'; exec sleep 300");

        var lines = await Lines(4);
        var answer = (await Me.Get(Path)).Is(HttpStatusCode.OK).Json.GetProperty("items");

        Assert.Equal(["bad \uFFFD byte", "no line feed", "oops", "out"], lines.Order(StringComparer.Ordinal));
        var error = answer.EnumerateArray().Single(line => line.GetProperty("message").GetString() == "oops");
        Assert.Equal("stderr", error.GetProperty("stream").GetString());
        Assert.Equal("error", error.GetProperty("level").GetString());
        Assert.Equal(instance.Value, error.GetProperty("instance").GetGuid());
        Assert.Equal(Enumerable.Range(1, 4), answer.EnumerateArray().Select(line => line.GetProperty("seq").GetInt32()));
    }

    [Fact]
    public async Task Get_OfAnInstanceThatWasRemoved_HasItsLastWords()
    {
        var dead = await Start("echo first; printf 'last words'; exec sleep 300");
        await Eventually.Is(() => Target.Tail(dead, 9), lines => lines.Any(line => line.Text == "last words"), "\"It has written its last words\"");
        await Target.Remove(dead);
        await Start("echo second; exec sleep 300");

        Assert.Equal(["first", "last words", "second"], await Lines(3));
        Assert.Equal(["second"], await Messages($"{Path}?instance={_started[1]}"));
    }

    [Fact]
    public async Task Get_PageByPage_HasEveryLineOnce()
    {
        await Start("seq 1 500; exec sleep 300");
        await Lines(500);

        Assert.Equal(Numbers(1, 500), await Pages(cursor => $"{Path}?limit=70{(cursor is null ? "" : $"&cursor={cursor}")}", older: false));
        Assert.Equal(Numbers(1, 500), await Pages(cursor => $"{Path}?limit=70&before={cursor ?? "end"}", older: true));
        Assert.Equal(Numbers(491, 10), await Messages($"{Path}?limit=10&before=end"));
    }

    [Fact]
    public async Task Get_WithFilters_HasWhatIsWanted()
    {
        await Start("echo 'INFO: up'; echo 'WARN: slow'; echo '{\"level\":\"error\",\"msg\":\"gone\"}'; echo 'told an error'; exec sleep 300");
        await Lines(4);

        Assert.Equal(["WARN: slow", "{\"level\":\"error\",\"msg\":\"gone\"}"], await Messages($"{Path}?level=warn"));
        Assert.Equal(["told an error"], await Messages($"{Path}?q=TOLD"));
        Assert.Empty(await Messages($"{Path}?stream=stderr"));
        Assert.Empty(await Messages($"{Path}?since=2100-01-01T00:00:00Z"));
        (await Me.Get($"{Path}?level=loud&before=x&instance=y")).IsProblem(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task Get_OfAnotherOrganisation_IsNotFound()
    {
        await Start("echo secret; exec sleep 300");
        await Lines(1);

        (await App.AsOwner(AppFixture.NewOrg()).Get(Path)).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await App.AsOwner(AppFixture.NewOrg()).Get($"{Path}/stream")).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Get_OfMegabyteLines_HasEachCutAndMarked()
    {
        await Start("for n in 1 2 3; do head -c 1000000 /dev/zero | tr '\\0' x; echo; done; echo end; exec sleep 300");
        await Lines(4);

        var items = (await Me.Get(Path)).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([true, true, true, false], items.Select(line => line.GetProperty("truncated").GetBoolean()));
        Assert.All(items.Take(3), line => Assert.InRange(line.GetProperty("message").GetString()!.Length, 8_000, 8_192));
    }

    [Fact]
    public async Task Stream_WithTwoReaders_ShowsEachEveryLine_AndResumes()
    {
        await Start("for n in $(seq 1 300); do echo $n; sleep 0.005; done; exec sleep 300");

        var readers = await Task.WhenAll(Read(0, 300), Read(0, 300));
        Assert.All(readers, lines => Assert.Equal(Numbers(1, 300), lines));
        Assert.Equal(Numbers(201, 100), await Read(200, 100));
    }

    [Fact]
    public async Task Get_OfOutputWithASecret_HidesIt_AlsoWhenSplitOverTwoWrites()
    {
        (await Me.Post($"/services/{_service}/env", new { key = "API_KEY", value = "hunter22secret", is_secret = true })).Is(HttpStatusCode.Created);
        await Start("echo 'key hunter22secret.'; printf 'split hunter'; sleep 2; echo '22secret.'; head -c 8185 /dev/zero | tr '\\0' x; echo hunter22secret; exec sleep 300");

        await Eventually.Is(() => Messages(Path), lines => lines.Any(line => line.EndsWith("****.", StringComparison.Ordinal) && !line.StartsWith("key", StringComparison.Ordinal)) && lines.Any(line => line.StartsWith("xxx", StringComparison.Ordinal)), "\"All is written\"");
        var text = (await Me.Get(Path)).Text;
        Assert.Contains("key ****.", text);
        Assert.DoesNotContain("hunter", text);
        Assert.DoesNotContain("22secret", text);
    }

    [Theory]
    [InlineData("tail=3", 8)]
    [InlineData("tail=0", 11)]
    [InlineData("cursor=0", 1)]
    [InlineData("tail=1000", 1)]
    public async Task Stream_WithoutAPlaceToResume_BeginsWhereItIsAskedTo(string query, int least)
    {
        var (logs, stream) = (App.Services.GetRequiredService<LogStore>(), LogStream.Of(new ServiceRef(_org, _project, _service)));
        await logs.Append(stream, [.. Enumerable.Range(1, 10).Select(number => new LogLine(null, LogLevel.Info, $"{number}", "test", number))]);

        // What comes later comes again and again: the stream may not have begun when the first does.
        using var stop = new CancellationTokenSource();
        var later = Task.Run(async () =>
        {
            for (var number = 11; !stop.IsCancellationRequested; number++)
            {
                await logs.Append(stream, [new(null, LogLevel.Info, $"{number}", "test", number)]);
                await Task.Delay(20);
            }
        });
        var first = int.Parse((await Read(null, 1, query))[0], System.Globalization.CultureInfo.InvariantCulture);
        await stop.CancelAsync();
        await later;

        Assert.True(first >= least, $"It began with {first}.");
        Assert.True(query != "cursor=0" || first == 1, $"It began with {first}.");
    }

    [Fact]
    public async Task Stream_AsAWebSocket_ShowsTheSameLines()
    {
        await Start("seq 1 50; exec sleep 300");
        await Lines(50);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {App.Token(_org, Role.Viewer)}");
        await socket.ConnectAsync(SocketUrl("cursor=20"), CancellationToken.None);

        var lines = new List<string>();
        while (lines.Count < 30)
        {
            lines.Add(JsonDocument.Parse(await Receive(socket)).RootElement.GetProperty("message").GetString()!);
        }

        Assert.Equal(Numbers(21, 30), lines);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        Assert.Equal(WebSocketState.Closed, socket.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stream_AsAWebSocketByCookie_IsForOurPagesOnly(bool ours)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", $"session-{App.Services.GetRequiredService<SigningKeys>().Name}={App.Token(_org, Role.Viewer)}");
        socket.Options.SetRequestHeader("Origin", ours ? $"http://{App.Url.Authority}" : "http://evil.example");

        var connect = socket.ConnectAsync(SocketUrl("cursor=0"), CancellationToken.None);

        if (ours)
        {
            await connect;
        }
        else
        {
            Assert.Contains("403", (await Assert.ThrowsAsync<WebSocketException>(() => connect)).Message);
        }
    }

    [Fact]
    public async Task Stream_AsAWebSocket_IsClosedWhenThePlatformStops()
    {
        var app = await TestApp.Start();
        var me = app.AsOwner(_org);
        var project = (await me.Post("/projects", new { name = "logs" })).Field("id");
        var service = (await me.Post($"/projects/{project}/services", new { name = "web", type = "app", git_source = new { url = "https://git.example/web.git" } })).Field("id");
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {app.Token(_org, Role.Viewer)}");
        await socket.ConnectAsync(new Uri($"ws://{app.Url.Authority}/v1/click-deploy/services/{service}/logs/stream"), CancellationToken.None);
        var end = Receive(socket);

        var stop = app.DisposeAsync();

        Assert.Equal("", await end);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await stop;
    }

    private static async Task<string> Receive(ClientWebSocket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var buffer = new byte[64 << 10];
        var message = await socket.ReceiveAsync(buffer, patience.Token);
        Assert.True(message.EndOfMessage);
        return Encoding.UTF8.GetString(buffer, 0, message.Count);
    }

    private Uri SocketUrl(string query) => new($"ws://{App.Url.Authority}/v1/click-deploy{Path}/stream?{query}");

    private static IEnumerable<string> Numbers(int first, int count) => Enumerable.Range(first, count).Select(number => $"{number}");

    private async Task<InstanceId> Start(string command)
    {
        var id = new InstanceId(Guid.NewGuid());
        _started.Add(id);
        await Target.Start(new InstanceSpec
        {
            Id = id,
            Service = new(_service),
            Release = Directory.CreateDirectory(System.IO.Path.Combine(App.DataDirectory, "release")).FullName,
            Workload = new Workload.Command(command),
            Limits = new(1, 256L << 20),
            Log = LogStream.Of(new ServiceRef(_org, _project, _service)).Path,
        });
        return id;
    }

    private Task<IReadOnlyList<string>> Lines(int count) => Eventually.Is(() => Messages($"{Path}?limit=1000"), lines => lines.Count == count, $"\"There are {count} lines\"");

    private async Task<IReadOnlyList<string>> Messages(string path) => Messages((await Me.Get(path)).Is(HttpStatusCode.OK).Json);

    private static IReadOnlyList<string> Messages(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(line => line.GetProperty("message").GetString()!)];

    private async Task<IReadOnlyList<string>> Pages(Func<string?, string> path, bool older)
    {
        var (all, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = (await Me.Get(path(cursor))).Is(HttpStatusCode.OK).Json;
            all.InsertRange(older ? 0 : all.Count, Messages(page));
            cursor = page.GetProperty("next_cursor").GetString();
        }
        while (cursor is not null);
        return all;
    }

    private async Task<IReadOnlyList<string>> Read(long? after, int count, string query = "")
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/click-deploy{Path}/stream?{query}");
        request.Headers.Authorization = new("Bearer", App.Token(_org, Role.Viewer));
        if (after is not null)
        {
            request.Headers.Add("Last-Event-ID", $"{after}");
        }

        using var answer = await App.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(patience.Token));
        var lines = new List<string>();
        while (lines.Count < count && await reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                lines.Add(JsonDocument.Parse(line["data: ".Length..]).RootElement.GetProperty("message").GetString()!);
            }
        }

        return lines;
    }
}
