using ClickDeploy.Processes;

namespace ClickDeploy.Tests.Shared.Processes;

public sealed class CgroupTests
{
    private static readonly string[] Wanted = ["memory", "cpu", "pids"];
    private static readonly RunLimits Limits = new(1.5, 512L << 20, 100);

    [Fact]
    public void Mount_OfAnotherFileSystem_IsNone()
    {
        Assert.Null(CgroupMount.Parse("31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755"));
        Assert.Null(CgroupMount.Parse(""));
        Assert.Null(CgroupMount.Parse("a - b"));
    }

    [Fact]
    public void Mount_OfVersion1_OffersTheOwnGroupFirst()
    {
        var mount = CgroupMount.Parse("35 31 0:32 / /cg/memory rw,relatime shared:7 - cgroup cgroup rw,memory")!;

        var bases = mount.Bases(["4:memory:/user/one", "0::/"], Wanted).ToList();

        Assert.Equal(["/cg/memory/user/one", "/cg/memory"], bases.Select(found => found.Folder));
        Assert.All(bases, found => Assert.Equal(["memory"], found.Controllers));
        Assert.All(bases, found => Assert.False(found.EndsTrees));
    }

    [Fact]
    public void Mount_OfTheFreezer_EndsTrees() =>
        Assert.True(CgroupMount.Parse("37 31 0:34 / /cg/freezer rw - cgroup cgroup rw,freezer")!.Bases(["6:freezer:/"], Wanted).Single().EndsTrees);

    [Fact]
    public void Mount_OfAControllerThatIsNotNeeded_OffersNothing() =>
        Assert.Empty(CgroupMount.Parse("38 31 0:35 / /cg/blkio rw - cgroup cgroup rw,blkio")!.Bases(["7:blkio:/"], Wanted));

    [Fact]
    public void Mount_OfSeveralControllers_CountsThoseWanted() =>
        Assert.Equal(["cpu"], CgroupMount.Parse("32 31 0:29 / /cg/cpu rw - cgroup cgroup rw,cpu,cpuacct")!.Bases(["1:cpu,cpuacct:/"], Wanted).Single().Controllers);

    [Fact]
    public void Mount_InAContainer_IsSeenFromItsOwnRoot() =>
        Assert.Equal(
            ["/cg/memory/inner", "/cg/memory"],
            CgroupMount.Parse("35 31 0:32 /docker/abc /cg/memory ro - cgroup cgroup rw,memory")!.Bases(["4:memory:/docker/abc/inner"], Wanted).Select(found => found.Folder));

    [Fact]
    public void Mount_OutsideOfTheNamespace_IsTheRoot() =>
        Assert.Equal("/cg/u", CgroupMount.Parse("41 31 0:38 / /cg/u rw - cgroup2 cgroup2 rw")!.Bases(["0::/../other"], Wanted).Select(found => found.Folder).Distinct().Single());

    [Fact]
    public void Limits_OfVersion1_AreItsFiles() => Assert.Equal(
        [
            ("memory.limit_in_bytes", "536870912"), ("memory.memsw.limit_in_bytes", "536870912"),
            ("cpu.cfs_period_us", "100000"), ("cpu.cfs_quota_us", "150000"), ("pids.max", "103"),
        ],
        CgroupLimits.Files(new CgroupBase("/cg", false, Wanted, false), Limits));

    [Fact]
    public void Limits_OfVersion2_AreItsFiles() => Assert.Equal(
        [("memory.max", "536870912"), ("memory.swap.max", "0"), ("cpu.max", "150000 100000"), ("pids.max", "103")],
        CgroupLimits.Files(new CgroupBase("/cg", true, Wanted, true), Limits));

    [Fact]
    public void Host_WithoutAnyGroup_LimitsNothing()
    {
        Assert.False(CgroupHost.Nothing.LimitsMemory);
        Assert.Empty(CgroupHost.Nothing.Create("none", Limits).Folders);
    }

    [Fact]
    public void None_IsEndedAndRemovedWithoutAnything()
    {
        Cgroup.None.Kill();
        Assert.True(Cgroup.None.TryRemove());
        Assert.False(Cgroup.None.RanOutOfMemory());
    }
}
