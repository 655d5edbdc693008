using System.Net;
using System.Net.Sockets;
using ClickDeploy.Tests.Platform;
using ClickDeploy.Tests.Shared.Clients.Caddy;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Scripts;

/// <summary>./up and ./down as they are, with real processes.</summary>
[Trait("Speed", "Slow")]
[Collection(nameof(RealCaddy)), Trait("Lane", "two")]
public sealed class UpTests : IAsyncLifetime
{
    private readonly UpRun _run = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Fact]
    public async Task Up_OnTheSameData_SaysWhereItRunsAndEnds()
    {
        var first = _run.Up();
        await first.Says("Click to Deploy is ready");

        var second = _run.Up();

        Assert.Equal(0, await second.Ends());
        await second.Says($"was running already:  http://localhost:{_run.Port}");
        Assert.Equal(200, await _run.Status(_run.Port));
    }

    [Fact]
    public async Task Up_ProcessesAreKilled_StartsThemAgain()
    {
        await _run.Up().Says("Click to Deploy is ready");
        var (platform, caddy) = (_run.Pid("platform"), _run.Pid("caddy"));

        UpRun.Signal(platform, "KILL");
        UpRun.Signal(caddy, "KILL");
        await Eventually.IsTrue(() => _run.Pid("platform") != platform && _run.Pid("caddy") != caddy, "New processes");

        await _run.Answers(_run.Port, 200);
        // Our page for a host that is unknown: the routes are back.
        await _run.Answers(_run.ProxyPort, 404);
    }

    [Fact]
    public async Task Up_Demo_DeploysAServiceAndAWorkerOnce()
    {
        var demo = _run.Demo();
        await demo.Says("The demo answers at");
        await demo.Says("greeter: live");
        using var api = new Api(() => _run.Url);
        await api.SignIn(user: "dev");
        var services = (await api.OnlyProject()).Services.ToDictionary(service => service.Name);
        Assert.Equal(["greeter", "hello"], services.Keys.Order());
        Assert.Equal(("live", "live"), (services["hello"].Status, services["greeter"].Status));
        Assert.Contains("Hello from a variable.", await _run.Page(services["hello"].Host), StringComparison.Ordinal);
        Assert.Equal(["GREETING"], (await api.Variables(services["hello"].Id)).Keys);
        await Eventually.Is(() => api.RuntimeLines(services["greeter"].Id), lines => lines.Any(line => line.Message.StartsWith("Hello from the worker, number ", StringComparison.Ordinal)), "The worker's line");

        var again = _run.Demo();

        Assert.Equal(0, await again.Ends());
        await again.Says("The demo is deployed already.");
        Assert.Equal(2, (await api.OnlyProject()).Services.Count);
        foreach (var service in services.Values)
            Assert.Single(await api.Deployments(service.Id));
    }

    [Fact]
    public async Task Up_AfterItWasKilled_TakesOverWhatRuns()
    {
        var killed = _run.Up();
        await killed.Says("Click to Deploy is ready");
        var (platform, caddy) = (_run.Pid("platform"), _run.Pid("caddy"));
        UpRun.Signal(killed.Pid, "KILL");
        await killed.Ends();
        Assert.Equal(200, await _run.Status(_run.Port));

        await _run.Up().Says("Click to Deploy is ready");

        Assert.Equal((platform, caddy), (_run.Pid("platform"), _run.Pid("caddy")));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Up_Interrupted_StopsAll(string signal)
    {
        var up = _run.Up();
        await up.Says("Click to Deploy is ready");
        int[] pids = [_run.Pid("platform"), _run.Pid("caddy")];

        UpRun.Signal(up.Pid, signal);

        Assert.Equal(0, await up.Ends());
        Assert.DoesNotContain(pids, UpRun.Runs);
        Assert.False(_run.Has("platform") || _run.Has("caddy"));
    }

    [Fact]
    public async Task Down_AfterUpWasKilled_StopsWhatIsLeftAndPurges()
    {
        var up = _run.Up();
        await up.Says("Click to Deploy is ready");
        int[] pids = [_run.Pid("platform"), _run.Pid("caddy")];
        UpRun.Signal(up.Pid, "KILL");
        await up.Ends();

        Assert.Equal(0, await _run.Down("--purge").Ends());

        Assert.DoesNotContain(pids, UpRun.Runs);
        Assert.False(Directory.Exists(_run.Data));
    }

    [Fact]
    public async Task Down_WhileUpRuns_EndsItToo()
    {
        var up = _run.Up();
        await up.Says("Click to Deploy is ready");

        Assert.Equal(0, await _run.Down().Ends());

        Assert.Equal(0, await up.Ends());
        Assert.True(Directory.Exists(_run.Data));
    }

    [Fact]
    public async Task Up_TwoCopies_RunSideBySide()
    {
        await using var other = new UpRun();
        var (first, second) = (_run.Up(), other.Up());

        await first.Says("Click to Deploy is ready");
        await second.Says("Click to Deploy is ready");

        Assert.Equal((200, 200), (await _run.Status(_run.Port), await other.Status(other.Port)));
    }

    [Fact]
    public async Task Up_PortIsTaken_NamesTheProgramAndTheFlag()
    {
        using var listener = new TcpListener(IPAddress.Loopback, _run.ProxyPort);
        listener.Start();

        var up = _run.Up();

        Assert.Equal(1, await up.Ends());
        await up.Says($"port {_run.ProxyPort} is taken by ");
        await up.Says($"(process {Environment.ProcessId}");
        await up.Says("choose another port with --proxy-port");
    }

    [Fact]
    public async Task Up_SettingIsBad_EndsWithTheSentence()
    {
        var up = _run.Up(("BASE_DOMAIN", "EXAMPLE"));

        Assert.Equal(1, await up.Ends());
        await up.Says("BASE_DOMAIN is 'EXAMPLE': set it to a domain in lower case");
        Assert.False(_run.Has("caddy"));
    }

    [Theory]
    [InlineData("unknown argument '--bogus'", "--bogus")]
    [InlineData("'x' is no port", "--port", "x")]
    [InlineData("'70000' is no port", "--proxy-port", "70000")]
    [InlineData("--port needs a value", "--port")]
    [InlineData("cannot both have port 9000", "--port", "9000", "--proxy-port", "9000")]
    [InlineData("--storage is 'mysql'", "--storage", "mysql")]
    public async Task Up_ArgumentIsWrong_SaysWhich(string sentence, params string[] arguments)
    {
        var up = _run.Start("up", arguments);

        Assert.Equal(1, await up.Ends());
        await up.Says(sentence);
    }
}
