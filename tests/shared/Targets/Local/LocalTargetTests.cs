using ClickDeploy.Core;
using ClickDeploy.Processes;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Targets;
using ClickDeploy.Targets.Local;
using ClickDeploy.Tests.Shared.Processes;
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
    public async Task Start_WhenTheRangeIsFull_SaysSo()
    {
        ITarget target = Open(new LocalTargetOptions { DataDir = Data.Path, FirstPort = 29990, LastPort = 29991 });
        var specs = Enumerable.Range(0, 3).Select(_ => New(Server(), port: 80)).ToList();
        await target.Reserve(specs[0]);
        await target.Reserve(specs[1]);

        var full = await Assert.ThrowsAsync<NoRoomException>(() => target.Reserve(specs[2]));

        Assert.Contains("29990", full.Message);
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
