using System.Text;
using ClickDeploy.Core;
using ClickDeploy.Jobs;
using ClickDeploy.Processes;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Shared.Jobs;

/// <summary>What every <see cref="IJobs"/> must do, asked of real processes.</summary>
[Trait("Speed", "Slow")]
public abstract class JobsConformance : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private readonly TempFolder _data = new();
    private readonly JobId _id = new("job-1");
    private readonly IJobs _jobs;

    protected JobsConformance()
    {
        Work = _data.Make("work");
        _jobs = Open(_data.Path);
    }

    /// <summary>The folder the jobs of a test run in.</summary>
    protected string Work { get; }

    protected string DataDir => _data.Path;

    /// <summary>Another object on the same data, as another process of the platform would have it.</summary>
    protected abstract IJobs Open(string dataDir);

    public void Dispose()
    {
        _jobs.Remove(_id).GetAwaiter().GetResult();
        _data.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(77)]
    [InlineData(255)]
    public async Task Job_Ends_TellsItsExitCode(int code)
    {
        await Run($"exit {code}");

        Assert.Equal(new JobStatus.Exited(code), await End());
    }

    [Fact]
    public async Task Job_BeyondItsMemory_DoesNotGetIt()
    {
        // tail keeps a line in memory until it ends; where the tree is held it is killed, where the process is its allocation fails.
        await _jobs.Start(Spec("head -c 700M /dev/zero | tail -n 1 >/dev/null") with { Limits = new(1, 256L << 20, 64) });

        Assert.NotEqual(new JobStatus.Exited(0), await End());
    }

    [Fact]
    public async Task Job_Unknown_IsUnknownToAll()
    {
        Assert.Equal(new JobStatus.Unknown(), await _jobs.Inspect(_id, TimeSpan.Zero));
        Assert.Empty(await _jobs.ReadOutput(_id, 0, 100));
        await _jobs.Remove(_id);
        await _jobs.Remove(_id);
    }

    [Fact]
    public async Task Start_Returns_WhileTheJobRuns()
    {
        await Run("sleep 300");

        Assert.Equal(new JobStatus.Running(), await _jobs.Inspect(_id, TimeSpan.Zero));
        Assert.Equal(new JobStatus.Running(), await _jobs.Inspect(_id, TimeSpan.FromMilliseconds(100)));
    }

    [Fact]
    public async Task Start_ManyTimesAtOnceFromSeveralObjects_IsOneJob()
    {
        var others = Enumerable.Range(0, 8).Select(_ => Open(_data.Path)).ToList();

        await Task.WhenAll(others.Select(jobs => Task.Run(() => jobs.Start(Spec("echo ran >> ran; sleep 0.2")))));

        Assert.Equal(new JobStatus.Exited(0), await End());
        Assert.Equal("ran\n", await File.ReadAllTextAsync(Path.Combine(Work, "ran")));
    }

    [Fact]
    public async Task Start_AfterTheEnd_DoesNotRunItAgain()
    {
        await Run("echo ran >> ran");
        await End();

        await Open(_data.Path).Start(Spec("echo ran >> ran"));

        Assert.Equal(new JobStatus.Exited(0), await End());
        Assert.Equal("ran\n", await File.ReadAllTextAsync(Path.Combine(Work, "ran")));
    }

    [Fact]
    public async Task Inspect_ByAnotherObject_KnowsRunningAndEnd()
    {
        await Run("while [ ! -e go ]; do sleep 0.05; done; exit 3");
        var other = Open(_data.Path);
        Assert.Equal(new JobStatus.Running(), await other.Inspect(_id, TimeSpan.Zero));

        var end = other.Inspect(_id, Long);
        await File.WriteAllTextAsync(Path.Combine(Work, "go"), "");

        Assert.Equal(new JobStatus.Exited(3), await end);
        Assert.Equal(new JobStatus.Exited(3), await Open(_data.Path).Inspect(_id, TimeSpan.Zero));
    }

    [Fact]
    public async Task Output_OfBothStreams_ComesInItsOrder()
    {
        await Run("echo one; echo two >&2; echo three; printf 'no newline'");
        await End();

        Assert.Equal("one\ntwo\nthree\nno newline", await Output());
        Assert.Equal("two", Encoding.UTF8.GetString(await _jobs.ReadOutput(_id, 4, 3)));
        Assert.Empty(await _jobs.ReadOutput(_id, 1000, 100));
    }

    [Fact]
    public async Task Output_BeyondTheCap_IsNotKeptAndTheJobGoesOn()
    {
        await _jobs.Start(Spec("head -c 5000000 /dev/zero | tr '\\0' x; echo; echo last; exit 4") with { MaxOutputBytes = 1000 });

        Assert.Equal(new JobStatus.Exited(4), await End());
        var output = await Output();
        Assert.Equal(new string('x', 1000), output[..1000]);
        Assert.Equal("\n[output beyond 1000 bytes was not kept]\n", output[1000..]);
    }

    [Fact]
    public async Task Output_BeyondTheCap_TakesNoDiskWhileTheJobRuns()
    {
        await _jobs.Start(Spec("head -c 50000000 /dev/zero | tr '\\0' x; touch written; exec sleep 300") with { MaxOutputBytes = 1000 });
        await Exists("written");

        Assert.IsType<JobStatus.Running>(await _jobs.Inspect(_id, TimeSpan.Zero));

        var taken = Directory.EnumerateFiles(DataDir, "*", SearchOption.AllDirectories).Sum(DiskUse.Kibibytes);
        Assert.True(taken < 10_000, $"{taken} KiB are taken.");
    }

    [Fact]
    public async Task Command_WithShellCharacters_ReachesTheProgramAsItIs()
    {
        string[] odd = ["$HOME", "`id`", "a b", "", "*", "'\"\\", "ü\n;", "-n"];

        await _jobs.Start(Spec("") with { Command = ["/usr/bin/printf", "[%s]", .. odd] });

        Assert.Equal(new JobStatus.Exited(0), await End());
        Assert.Equal(string.Concat(odd.Select(value => $"[{value}]")), await Output());
    }

    [Fact]
    public async Task Environment_HasTheSpecificationOnly()
    {
        await _jobs.Start(Spec("") with { Command = ["/usr/bin/env"], Environment = Variables(("TOKEN", "s3cret $x")) });
        await End();

        var names = (await Output()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')[0]).Order();
        Assert.Equal(["HOME", "LANG", "PATH", "PWD", "TOKEN"], names);
        Assert.Contains("TOKEN=s3cret $x\n", await Output());
    }

    [Fact]
    public async Task Environment_ValuesAreNotOnDiskNorOnACommandLine()
    {
        await _jobs.Start(Spec("sleep 300") with { Environment = Variables(("TOKEN", "hunter2hunter2")) });

        foreach (var file in Directory.EnumerateFiles(_data.Path, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain("hunter2hunter2", await File.ReadAllTextAsync(file));
        foreach (var process in Leftovers.Processes(_data.Path))
            Assert.DoesNotContain("hunter2hunter2", process);
    }

    [Fact]
    public async Task Job_StartsWithNoSignalIgnoredOrBlocked()
    {
        await _jobs.Start(Spec("") with { Command = ["/bin/grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"] });
        await End();

        var sets = (await Output()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Convert.ToUInt64(line.Split('\t')[1], 16)).ToList();
        // 32 and 33 are the C library's own.
        Assert.Equal([0UL, 0UL], sets.Select(set => set & ~0x1_8000_0000UL));
    }

    [Fact]
    public async Task Job_HasNoFilesButItsOutput()
    {
        await _jobs.Start(Spec("") with { Command = ["/bin/ls", "/proc/self/fd"] });
        await End();

        // 3 is the folder that ls reads.
        Assert.Equal("0\n1\n2\n3\n", await Output());
    }

    [Fact]
    public async Task Program_Missing_IsNotStartedWithItsName()
    {
        await _jobs.Start(Spec("") with { Command = ["no-such-program"] });

        Assert.Contains("no-such-program", Assert.IsType<JobStatus.NotStarted>(await End()).Reason);
    }

    [Fact]
    public async Task WorkingDirectory_Missing_IsNotStartedWithItsPath()
    {
        await _jobs.Start(Spec("true") with { WorkingDirectory = _data.File("nowhere") });

        Assert.Contains(_data.File("nowhere"), Assert.IsType<JobStatus.NotStarted>(await End()).Reason);
    }

    [Fact]
    public async Task Variable_WithNul_IsNotStartedWithItsName()
    {
        await _jobs.Start(Spec("true") with { Environment = Variables(("BAD", "a\0b")) });

        Assert.Contains("BAD", Assert.IsType<JobStatus.NotStarted>(await End()).Reason);
    }

    [Fact]
    public async Task Variables_TooLargeForTheKernel_AreNotStarted()
    {
        await _jobs.Start(Spec("true") with { Environment = Variables(("BIG", new string('x', 200_000))) });

        Assert.Contains("too large", Assert.IsType<JobStatus.NotStarted>(await End()).Reason);
    }

    [Fact]
    public async Task Job_DiesBySignal_IsKilledWithItsName()
    {
        await Run("kill -SEGV $$");

        Assert.Contains("SIGSEGV", Assert.IsType<JobStatus.Killed>(await End()).Reason);
    }

    [Fact]
    public async Task File_LargerThanAllowed_EndsTheJob()
    {
        await _jobs.Start(Spec("") with { Command = ["/bin/dd", "if=/dev/zero", "of=big", "bs=1M", "count=8"], MaxFileBytes = 1 << 20 });

        Assert.Contains("larger", Assert.IsType<JobStatus.Killed>(await End()).Reason);
        Assert.True(new FileInfo(Path.Combine(Work, "big")).Length <= 1 << 20);
    }

    [Fact]
    public async Task Timeout_Passes_KillsTheTree()
    {
        await _jobs.Start(Spec("sleep 300 & sleep 300") with { Timeout = TimeSpan.FromSeconds(1) });

        Assert.Equal(new JobStatus.TimedOut(), await End());
        Assert.Empty(Leftovers.Processes(_data.Path));
    }

    [Fact]
    public async Task Stop_KillsTheWholeTree()
    {
        await Run("trap '' TERM; sleep 300 & (setsid sh -c 'echo up > daemon; exec sleep 300' &) ; echo up > main; sleep 300");
        await Exists("main");
        await Exists("daemon");

        await _jobs.Stop(_id);

        Assert.Empty(Leftovers.Processes(_data.Path));
        Assert.IsType<JobStatus.Killed>(await End());
        await _jobs.Stop(_id);
    }

    [Fact]
    public async Task Stop_BeforeTheStart_NeverLetsItStart()
    {
        await _jobs.Stop(_id);

        await Open(_data.Path).Start(Spec("echo ran > ran"));

        Assert.IsType<JobStatus.Killed>(await End());
        Assert.False(File.Exists(Path.Combine(Work, "ran")));
    }

    [Fact]
    public async Task Stop_AfterTheEnd_ChangesNothing()
    {
        await Run("exit 5");
        await End();

        await _jobs.Stop(_id);

        Assert.Equal(new JobStatus.Exited(5), await End());
    }

    [Fact]
    public async Task Remove_WhileItRuns_LeavesNothing()
    {
        await Run("(setsid sleep 300 &); sleep 300");

        await Open(_data.Path).Remove(_id);

        Assert.Empty(Leftovers.Of(_data.Path));
        Assert.Equal(new JobStatus.Unknown(), await _jobs.Inspect(_id, TimeSpan.Zero));
    }

    [Fact]
    public async Task Remove_AfterTheEnd_LeavesNothing()
    {
        await Run("echo hello");
        await End();

        await _jobs.Remove(_id);

        Assert.Empty(Leftovers.Of(_data.Path));
        Assert.Empty(await _jobs.ReadOutput(_id, 0, 100));
    }

    [Fact]
    public async Task Start_AfterRemove_NeverRuns()
    {
        await _jobs.Remove(_id);

        await Open(_data.Path).Start(Spec("echo ran > ran"));

        Assert.Equal(new JobStatus.Unknown(), await _jobs.Inspect(_id, TimeSpan.FromMilliseconds(200)));
        Assert.Empty(Leftovers.Of(_data.Path));
        Assert.False(File.Exists(Path.Combine(Work, "ran")));
    }

    [Fact]
    public async Task StartAndRemove_Racing_LeaveNothing()
    {
        for (var round = 0; round < 20; round++)
        {
            var id = new JobId($"race-{round}");
            var start = Task.Run(() => Open(_data.Path).Start(Spec("sleep 300") with { Id = id }));
            if (round % 2 == 0)
                await Task.Yield();
            await Task.WhenAll(start, Task.Run(() => Open(_data.Path).Remove(id)));
        }

        await Leftovers.AreNone(_data.Path);
    }

    [Fact]
    public async Task End_WithADaemonLeftBehind_EndsTheDaemonToo()
    {
        await Run("(setsid sh -c 'echo up > daemon; exec sleep 300' &); while [ ! -e daemon ]; do sleep 0.05; done; exit 6");

        Assert.Equal(new JobStatus.Exited(6), await End());
        Assert.Empty(Leftovers.Processes(_data.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../evil")]
    [InlineData("Upper")]
    [InlineData(".removed")]
    public async Task Id_ThatIsNoFolderName_IsRefused(string id) =>
        await Assert.ThrowsAsync<ArgumentException>(() => _jobs.Start(Spec("true") with { Id = new JobId(id) }));

    protected JobSpec Spec(string line) => new() { Id = _id, Command = UserCommand.Of(line), WorkingDirectory = Work };

    protected Task Run(string line) => _jobs.Start(Spec(line));

    protected Task<JobStatus> End() => _jobs.Inspect(_id, Long);

    protected Task Exists(string file) => Eventually.IsTrue(() => File.Exists(Path.Combine(Work, file)), $"\"The job writes {file}\"");

    private async Task<string> Output() => Encoding.UTF8.GetString(await _jobs.ReadOutput(_id, 0, 1 << 20));

    private static Dictionary<string, Sensitive<string>> Variables(params (string Name, string Value)[] variables) =>
        variables.ToDictionary(variable => variable.Name, variable => new Sensitive<string>(variable.Value));
}
