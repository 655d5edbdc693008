using ClickDeploy.Clients.Caddy;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Shared.Clients.Caddy;

public sealed class RouteDirectoryTests : IDisposable
{
    private readonly CaddyOptions _options = new() { DataDirectory = Directory.CreateTempSubdirectory("routes-").FullName };
    private readonly RouteDirectory _routes;

    public RouteDirectoryTests() => _routes = new RouteDirectory(Options.Create(_options));

    public void Dispose() => Directory.Delete(_options.DataDirectory, recursive: true);

    [Fact]
    public async Task Point_UnknownHost_MakesAFolderWithOneFile()
    {
        await _routes.Point("web1.localhost", new Route.Instance("127.0.0.1:20001"));

        Assert.Equal(["web1.localhost/127.0.0.1:20001"], Tree());
    }

    [Fact]
    public async Task Point_AgainAndAgain_LeavesOneFile()
    {
        foreach (var port in new[] { 20001, 20002, 20002, 20001, 20003 })
            await _routes.Point("web1.localhost", new Route.Instance($"127.0.0.1:{port}"));

        Assert.Equal(["web1.localhost/127.0.0.1:20003"], Tree());
    }

    [Fact]
    public async Task Point_FromEveryStateToEveryState_LeavesThatStateOnly()
    {
        Route[] states = [new Route.Instance("127.0.0.1:20001"), new Route.Stopped(), new Route.Failed(), new Route.Instance("10.0.0.7:80")];
        foreach (var from in states)
        {
            foreach (var to in states)
            {
                await _routes.Point("a", from);
                await _routes.Point("a", to);
                Assert.Equal(to, await _routes.Find("a"));
                Assert.Single(Tree());
            }
        }
    }

    [Fact]
    public async Task Point_TwoFilesInTheFolder_LeavesTheOneAskedFor()
    {
        await _routes.Point("a", new Route.Instance("127.0.0.1:20001"));
        File.Create(Path.Combine(_options.RoutesDirectory, "a", "127.0.0.1:20002")).Dispose();

        await _routes.Point("a", new Route.Instance("127.0.0.1:20002"));

        Assert.Equal(["a/127.0.0.1:20002"], Tree());
    }

    [Fact]
    public async Task Point_EmptyFolder_FillsIt()
    {
        Directory.CreateDirectory(Path.Combine(_options.RoutesDirectory, "a"));

        await _routes.Point("a", new Route.Stopped());

        Assert.Equal(["a/stopped"], Tree());
    }

    [Fact]
    public async Task Point_TwoProcessesAtOnce_LeaveOneFileAndNeverNone()
    {
        var other = new RouteDirectory(Options.Create(_options));
        await _routes.Point("a", new Route.Instance("127.0.0.1:20000"));
        using var done = new CancellationTokenSource();
        var watcher = Task.Run(() =>
        {
            var missing = 0;
            while (!done.IsCancellationRequested)
                missing += Directory.GetFiles(Path.Combine(_options.RoutesDirectory, "a")).Length == 0 ? 1 : 0;
            return missing;
        });

        await Task.WhenAll(Switch(_routes, 20000), Switch(other, 21000));
        await done.CancelAsync();

        Assert.Equal(0, await watcher);
        Assert.Single(Tree());

        static Task Switch(RouteDirectory routes, int ports) => Task.Run(async () =>
        {
            for (var n = 0; n < 500; n++)
                await routes.Point("a", new Route.Instance($"127.0.0.1:{ports + n}"));
        });
    }

    [Fact]
    public async Task Point_TwoProcessesMakeTheFolderAtOnce_OneFileIsLeft()
    {
        var other = new RouteDirectory(Options.Create(_options));
        for (var n = 0; n < 200; n++)
        {
            await Task.WhenAll(
                Task.Run(() => _routes.Point($"h{n}", new Route.Instance("127.0.0.1:20001"))),
                Task.Run(() => other.Point($"h{n}", new Route.Instance("127.0.0.1:20002"))));
        }

        Assert.Equal(200, Tree().Length);
    }

    [Fact]
    public async Task Remove_Twice_LeavesNothing()
    {
        await _routes.Point("a", new Route.Stopped());

        await _routes.Remove("a");
        await _routes.Remove("a");

        Assert.Empty(Directory.GetFileSystemEntries(_options.RoutesDirectory));
        Assert.Null(await _routes.Find("a"));
    }

    [Fact]
    public async Task Remove_BeforeAnythingExists_DoesNothing() => await _routes.Remove("a");

    [Fact]
    public async Task List_WithLeftoversOfACrash_ShowsHostsOnly()
    {
        await _routes.Point("a", new Route.Instance("127.0.0.1:20001"));
        await _routes.Point("b.example.com", new Route.Failed());
        Directory.CreateDirectory(Path.Combine(_options.RoutesDirectory, ".new-1"));

        var routes = await _routes.List();

        Assert.Equal(new Dictionary<string, Route> { ["a"] = new Route.Instance("127.0.0.1:20001"), ["b.example.com"] = new Route.Failed() }, routes);
    }

    [Fact]
    public async Task Rebuild_OverAnything_LeavesExactlyTheDesired()
    {
        await _routes.Point("kept", new Route.Instance("127.0.0.1:20001"));
        await _routes.Point("moved", new Route.Instance("127.0.0.1:20002"));
        await _routes.Point("gone", new Route.Instance("127.0.0.1:20003"));
        // What a crash leaves: a folder before it was put in place, one that was taken out and is half deleted.
        Directory.CreateDirectory(Path.Combine(_options.RoutesDirectory, ".new-1"));
        File.Create(Path.Combine(Directory.CreateDirectory(Path.Combine(_options.RoutesDirectory, ".gone-1")).FullName, "stopped")).Dispose();

        await _routes.Rebuild(new Dictionary<string, Route>
        {
            ["kept"] = new Route.Instance("127.0.0.1:20001"),
            ["moved"] = new Route.Instance("127.0.0.1:20009"),
            ["new"] = new Route.Stopped(),
        });

        Assert.Equal(["kept/127.0.0.1:20001", "moved/127.0.0.1:20009", "new/stopped"], Tree());
        Assert.Equal(3, Directory.GetFileSystemEntries(_options.RoutesDirectory).Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("../a")]
    [InlineData("*")]
    [InlineData("[a]")]
    [InlineData("A")]
    [InlineData("a.")]
    [InlineData(".new-1")]
    [InlineData("a:80")]
    [InlineData("a\n")]
    [InlineData("ä.localhost")]
    public async Task Point_HostThatIsNone_IsRefused(string host)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _routes.Point(host, new Route.Stopped()));
        await Assert.ThrowsAsync<ArgumentException>(() => _routes.Remove(host));
    }

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:0")]
    [InlineData("127.0.0.1:99999")]
    [InlineData("localhost:80")]
    [InlineData("[::1]:80")]
    [InlineData("1/2:3")]
    [InlineData("127.0.0.1:80 ")]
    [InlineData("127.0.0.1:080")]
    public Task Point_AddressThatIsNone_IsRefused(string address) =>
        Assert.ThrowsAsync<ArgumentException>(() => _routes.Point("a", new Route.Instance(address)));

    private string[] Tree() => !Directory.Exists(_options.RoutesDirectory) ? []
        : [.. Directory.GetFiles(_options.RoutesDirectory, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_options.RoutesDirectory, file)).Order(StringComparer.Ordinal)];
}
