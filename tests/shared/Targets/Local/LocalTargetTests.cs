using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ClickDeploy.Core;
using ClickDeploy.Processes;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Targets;
using ClickDeploy.Targets.Local;
using ClickDeploy.Tests.Shared.Processes;
using ClickDeploy.Tests.Shared.Variables;
using ClickDeploy.Variables;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Shared.Targets.Local;

public sealed class LocalTargetTests : TargetConformance
{
    private readonly SqliteStorage _storage = SqliteStorage.InMemory(TimeProvider.System);

    protected override ITarget Open() => Open(new LocalTargetOptions { DataDir = Data.Path });

    protected override async Task Close() => await _storage.DisposeAsync();

    protected override async Task NothingIsLeft()
    {
        await Leftovers.AreNone(Data.Path);
        Assert.Empty(await Claims());
    }

    [Fact]
    public void Refuses_MoreThanOneCopy() => Assert.Contains("instance_count", Target.Refuses(New(Shell("true")) with { Count = 2 }));

    [Fact]
    public void Refuses_StaticFilesWithoutAPort() => Assert.Contains("port", Target.Refuses(New(new Workload.StaticFiles())));

    [Fact]
    public async Task Memory_BeyondTheLimit_IsKilledWithTheReason()
    {
        var spec = New(Shell("node -e 'const all = []; for (;;) all.push(Buffer.alloc(1 << 20, 1))'")) with { Limits = new InstanceLimits(1, 128L << 20) };
        await Target.Start(spec);

        var end = await Ended(spec.Id);
        Assert.True(new CgroupHost().LimitsMemory, "No memory controller can be used here: this test needs one. Run it as root, or where cgroups are delegated.");
        Assert.Null(end.Code);
        Assert.Contains("memory", end.Reason);
    }

    [Fact]
    public async Task Limits_ByCgroup_AreNotSoft()
    {
        var spec = New(Shell("exec sleep 300"));
        await Target.Start(spec);

        Assert.False(Assert.IsType<InstanceStatus.Running>(await Target.Inspect(spec.Id)).SoftLimits);
    }

    [Fact]
    public async Task Limits_WithoutCgroups_AreSoftAndHoldForTheProcess()
    {
        ITarget target = Open(new LocalTargetOptions { DataDir = Data.Path }, CgroupHost.Nothing);
        var spec = New(Shell("ulimit -d; ulimit -n; ulimit -v; exec sleep 300")) with { Limits = new InstanceLimits(1, 512L << 20) };

        await target.Start(spec);

        Assert.True(Assert.IsType<InstanceStatus.Running>(await target.Inspect(spec.Id)).SoftLimits);
        await Eventually.Is(() => target.Tail(spec.Id, 3), lines => lines.Count == 3, "\"Three limits are written\"");
        Assert.Equal(["524288", "8192", "unlimited"], (await target.Tail(spec.Id, 3)).Select(line => line.Text));
    }

    [Fact]
    public async Task Environment_AnyValues_ReachTheProcessByteForByte()
    {
        var random = new Random(11);
        for (var round = 0; round < 4; round++)
        {
            var wanted = Enumerable.Range(0, 14).ToDictionary(n => $"K{n}", n => VariableStoreTests.AnyText(random, n == 0 ? 200 : VariableRules.LongestValue));
            foreach (var name in (string[])["HOST", "PS1", "PS4", "ENV", "OLDPWD", "_", "LINENO", "OPTARG", "SHLVL", "BASH_ENV", "CDPATH", "a"])
            {
                wanted[name] = VariableStoreTests.AnyText(random, 300);
            }

            wanted["LONGEST"] = new string('x', VariableRules.LongestValue);
            Assert.All(wanted.Keys, key => Assert.Empty(VariableRules.Key("key", key)));
            var file = Path.Combine(Data.Path, $"environment-{round}");
            var spec = New(Shell($"cat /proc/self/environ > '{file}.new' && mv '{file}.new' '{file}' && exec sleep 300")) with
            {
                Environment = wanted.ToDictionary(variable => variable.Key, variable => new Sensitive<string>(variable.Value)),
            };
            await Target.Start(spec);

            await Eventually.Is(() => Task.FromResult(File.Exists(file)), seen => seen, "the process has written its environment");
            var seen = System.Text.Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file)).Split('\0').Where(line => line.Contains('=')).ToDictionary(line => line.Split('=')[0], line => line[(line.IndexOf('=') + 1)..]);
            foreach (var (key, value) in wanted)
            {
                Assert.True(seen.GetValueOrDefault(key) == value, $"{key} came as {seen.GetValueOrDefault(key)}");
            }

            File.Delete(file);
            await Target.Remove(spec.Id);
        }
    }

    [Fact]
    public async Task Stop_WithoutCgroups_FindsEverythingThatTheInstanceStarted()
    {
        ITarget target = Open(new LocalTargetOptions { DataDir = Data.Path }, CgroupHost.Nothing);
        var spec = New(Shell("trap '' TERM; sleep 300 & setsid sleep 300 & echo up; wait; sleep 300"));
        await target.Start(spec);
        await Wrote(spec.Id, "up");

        await target.Stop(spec.Id, TimeSpan.FromMilliseconds(100));

        Assert.Empty(Leftovers.Processes(Data.Path));
    }

    [Fact]
    public async Task Remove_WithADetachedDaemon_KillsItToo()
    {
        var spec = New(Shell("(setsid sh -c '(setsid sleep 300 &) ; echo detached' &); sleep 300"));
        await Target.Start(spec);
        await Wrote(spec.Id, "detached");

        await Target.Remove(spec.Id);

        Assert.Empty(Leftovers.Of(Data.Path));
    }

    [Fact]
    public async Task Reserve_WhenTheRangeIsFull_SaysSo()
    {
        var port = FreePort();
        ITarget target = Open(new LocalTargetOptions { DataDir = Data.Path, FirstPort = port, LastPort = port });
        Assert.Equal($"127.0.0.1:{port}", await target.Reserve(New(Server(), port: 80)));

        var full = await Assert.ThrowsAsync<NoRoomException>(() => target.Reserve(New(Server(), port: 80)));

        Assert.Contains(port.ToString(CultureInfo.InvariantCulture), full.Message);
    }

    [Fact]
    public async Task Reserve_OfAPortThatAnotherPlatformHolds_IsAnotherPort()
    {
        var port = FreePort();
        await using var other = SqliteStorage.InMemory(TimeProvider.System);
        var options = Options.Create(new LocalTargetOptions { DataDir = Data.Path, FirstPort = port, LastPort = port });
        using var one = new LocalAddresses(_storage, options, TimeProvider.System);
        using var two = new LocalAddresses(other, options, TimeProvider.System);
        var (id, service) = (new InstanceId(Guid.NewGuid()), new ServiceId(Guid.NewGuid()));

        await Eventually.Is(() => Reserve(one, id, service), address => address is not null, "\"The port is free\"");
        await Assert.ThrowsAsync<NoRoomException>(() => two.Reserve(id, service, default));
        await one.Release(id, default);

        // A program that another test starts at this moment has the name too, until it is that program.
        await Eventually.Is(() => Reserve(two, id, service), address => address == $"127.0.0.1:{port}", "\"The port that was given back is the other's\"");
    }

    private static async Task<string?> Reserve(LocalAddresses addresses, InstanceId id, ServiceId service)
    {
        try
        {
            return await addresses.Reserve(id, service, default);
        }
        catch (NoRoomException)
        {
            return null;
        }
    }

    [Fact]
    public async Task Reserve_OfAPortThatSomebodyListensAt_IsRefused()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        ITarget target = Open(new LocalTargetOptions { DataDir = Data.Path, FirstPort = port, LastPort = port });

        await Assert.ThrowsAsync<NoRoomException>(() => target.Reserve(New(Server(), port: 80)));
    }

    [Fact]
    public async Task Reserve_AfterRemove_KeepsNothing()
    {
        var spec = New(Server(), port: 80);
        await Target.Remove(spec.Id);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Target.Reserve(spec));

        Assert.Empty(await Claims());
    }

    [Fact]
    public async Task StaticFiles_WithALinkOutOfTheRelease_AreNotServed()
    {
        await File.WriteAllTextAsync(Data.File("secret"), "key");
        File.CreateSymbolicLink(Path.Combine(Release, "innocent.html"), Data.File("secret"));
        var spec = New(new Workload.StaticFiles(), port: 80);

        await Target.Start(spec);

        Assert.Contains("innocent.html", (await Ended(spec.Id)).Reason);
    }

    [Fact]
    public async Task StopAll_EndsWhatRunsAndKeepsItsAddress()
    {
        var specs = new[] { New(Server(), port: 80), New(Shell("exec sleep 300")) };
        foreach (var spec in specs)
            await Target.Start(spec);
        var address = await Target.Reserve(specs[0]);

        await new LocalWorkloads((LocalTarget)Target).StopAll(Grace);

        Assert.Empty(Leftovers.Processes(Data.Path));
        Assert.Equal(address, await Target.Reserve(specs[0]));
        foreach (var spec in specs)
            Assert.IsType<InstanceStatus.Ended>(await Target.Inspect(spec.Id));
    }

    // Below those that the kernel gives to clients, and none of the target's own.
    private static int FreePort()
    {
        while (true)
        {
            using var guard = new PortGuard();
            var port = Random.Shared.Next(15000, 20000);
            if (guard.TryHold(port))
                return port;
        }
    }

    private LocalTarget Open(LocalTargetOptions options, CgroupHost? cgroups = null) => new(
        new LocalAddresses(_storage, Options.Create(options), TimeProvider.System), Options.Create(options), cgroups ?? new CgroupHost(), TimeProvider.System);

    private async Task<List<Row>> Claims()
    {
        var claims = new List<Row>();
        await foreach (var row in _storage.Table("addresses").Query("local", KeyRange.All))
            claims.Add(row);
        return claims;
    }
}
