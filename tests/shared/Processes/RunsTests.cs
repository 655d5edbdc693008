using System.Text;
using ClickDeploy.Core;
using ClickDeploy.Processes;

namespace ClickDeploy.Tests.Shared.Processes;

/// <summary>What a run does when the platform, the machine or a neighbour misbehaves.</summary>
[Trait("Speed", "Slow")]
public sealed class RunsTests : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private readonly TempFolder _data = new();
    private readonly Runs _runs;
    private readonly string _work;

    public RunsTests()
    {
        _work = _data.Make("work");
        _runs = Open();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        // A test may have written down an end that was none: whatever still runs is ended too.
        foreach (var id in _runs.List())
        {
            File.Delete(Path.Combine(_runs.Folder(id).Root, "end.json"));
            await _runs.Remove(id, default);
        }
        await Leftovers.AreNone(_data.Path);
        _data.Dispose();
    }

    [Fact]
    public async Task Platform_KilledBeforeTheSpawn_IsStartedByTheNext()
    {
        // All that such a platform leaves: the folder and the record.
        var folder = _runs.Folder("one");
        folder.Create();
        folder.Write(Record());
        Assert.IsType<RunState.Unknown>(await Open().Look("one", default));

        await Open().Start(Plan("exit 3"), default);

        Assert.Equal(new RunEnd.Exited(3), await End("one"));
    }

    [Fact]
    public async Task Machine_Restarted_EndsWhatRan()
    {
        await _runs.Start(Plan("sleep 300"), default);

        var after = new Runs(Path.Combine(_data.Path, "jobs"), new CgroupHost(), TimeProvider.System, boot: "another boot");

        Assert.Contains("machine", Killed(await after.Look("one", default)));
        // The pid belongs to this boot: what has it now is somebody else's and lives on.
        Assert.NotEmpty(Leftovers.Processes(_data.Path));
    }

    [Fact]
    public async Task Claim_WithoutContent_IsNoProcess()
    {
        var folder = _runs.Folder("one");
        folder.Create();
        var claim = Path.Combine(folder.Root, "claim");
        await File.WriteAllTextAsync(claim, "");
        File.SetLastWriteTimeUtc(claim, DateTime.UnixEpoch);

        Assert.IsType<RunState.Ended>(await _runs.Look("one", default));
    }

    [Fact]
    public async Task Wrapper_KilledWithItsTree_IsAKillFromOutside()
    {
        await _runs.Start(Plan("sleep 300"), default);
        var process = Assert.IsType<RunState.Running>(await _runs.Look("one", default)).Process;

        _ = Libc.Kill(-process.Pid, Libc.SigKill);

        Assert.Contains("outside", Killed(await _runs.Wait("one", Long, default)));
    }

    [Fact]
    public async Task Wrapper_KilledAlone_TakesItsCommandAlong()
    {
        await _runs.Start(Plan("sleep 300"), default);
        var process = Assert.IsType<RunState.Running>(await _runs.Look("one", default)).Process;

        _ = Libc.Kill(process.Pid, Libc.SigKill);

        Assert.IsType<RunState.Ended>(await _runs.Wait("one", Long, default));
        Assert.Empty(Leftovers.Processes(_data.Path));
    }

    [Fact]
    public async Task Timeout_IsHeldWhileNobodyLooks()
    {
        await _runs.Start(Plan("trap '' TERM; sleep 300 & sleep 300") with { Timeout = TimeSpan.FromSeconds(1) }, default);

        // No call of the platform's until then.
        await Leftovers.ProcessesEnd(_data.Path);

        Assert.Equal(new RunEnd.TimedOut(), await End("one"));
    }

    [Fact]
    public async Task Daemons_AreEndedWhileNobodyLooks()
    {
        await _runs.Start(Plan("sleep 300 & (setsid sleep 300 &) ; exit 0"), default);

        await Leftovers.ProcessesEnd(_data.Path);

        Assert.Equal(new RunEnd.Exited(0), await End("one"));
    }

    [Fact]
    public async Task Child_ThatEnded_IsNoZombie()
    {
        await _runs.Start(Plan("sleep 0.1"), default);
        var pid = Assert.IsType<RunState.Running>(await _runs.Look("one", default)).Process.Pid;

        await Eventually.IsTrue(() => ProcessStat.Read(pid) is null, "\"The child is reaped though nobody asks for it\"");
    }

    [Theory]
    [InlineData("cgroup2")]
    [InlineData("cgroup ")]
    [InlineData("none")]
    public async Task Tree_OnAMachineWithSomeHierarchies_IsKilled(string kind)
    {
        var runs = Open(Hierarchies(kind));
        // Without any group a daemon that has left the session and its parents cannot be found: it stays a child here.
        var daemon = kind == "none" ? "setsid sleep 300 &" : "(setsid sh -c '(setsid sleep 300 &)' &);";
        await runs.Start(Plan($"trap '' TERM; {daemon} sleep 300 & echo up > up; while :; do sleep 0.05; done"), default);
        await Eventually.IsTrue(() => File.Exists(Path.Combine(_work, "up")), "\"The run is up\"");

        await runs.Stop("one", TimeSpan.FromMilliseconds(50), default);

        Assert.Empty(Leftovers.Processes(_data.Path));
        Assert.Equal("It was stopped.", Killed(await runs.Look("one", default)));
    }

    [Fact]
    public async Task Output_OfSixtyMegabytesASecond_DoesNotFillTheDisk()
    {
        const int Kept = 1 << 20;
        await _runs.Start(Plan("while :; do head -c 6000000 /dev/zero; sleep 0.1; done") with { Output = new OutputPlan(OutputKeep.Tail, Kept, Merged: false) }, default);
        var file = _runs.Folder("one").Stdout;

        await Eventually.IsTrue(() => new FileInfo(file).Length > 100 << 20 && DiskUse.Kibibytes(file) < 40 << 10, "\"100 MiB were written and most of it is given back\"");

        Assert.IsType<RunState.Running>(await _runs.Look("one", default));
        await _runs.Stop("one", TimeSpan.Zero, default);
        Assert.True(DiskUse.Kibibytes(file) <= (Kept >> 10) + 64, $"{DiskUse.Kibibytes(file)} KiB are kept.");
    }

    [Fact]
    public async Task Environment_OfAnyUnicode_ArrivesByteForByte()
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            var id = $"environment-{seed}";
            var variables = RandomVariables(new Random(seed));
            await _runs.Start(Plan("") with { Id = id, Command = ["/bin/cat", "/proc/self/environ"], Environment = variables }, default);
            Assert.True(await End(id) is RunEnd.Exited { Code: 0 }, $"Seed {seed} did not end well.");

            var arrived = Split(await File.ReadAllBytesAsync(_runs.Folder(id).Stdout));
            foreach (var (name, value) in variables)
                Assert.True(arrived.Contains(Convert.ToHexString(Encoding.UTF8.GetBytes($"{name}={value.Reveal()}"))), $"Seed {seed}: the variable {name} did not arrive as it was given.");
            // PATH, HOME, LANG, and PWD from the shell.
            Assert.Equal(variables.Count + 4, arrived.Count);
        }
    }

    [Fact]
    public async Task Variable_ThatTheShellCannotStartWith_IsNotStartedWithTheReason()
    {
        await _runs.Start(Plan("true") with { Environment = new Dictionary<string, Sensitive<string>> { ["OPTIND"] = new("abc") } }, default);

        Assert.Contains("abc", Assert.IsType<RunEnd.NotStarted>(await End("one")).Reason);
    }

    [Fact]
    public async Task Tombstones_OfOldIds_Go()
    {
        var old = _runs.Folder("old");
        old.Bury();
        File.SetLastWriteTimeUtc(old.Tombstone, DateTime.UtcNow.AddDays(-8));

        await Open().Remove("new", default);

        Assert.False(old.IsRemoved);
        Assert.True(_runs.Folder("new").IsRemoved);
    }

    [Fact]
    public async Task Home_IsAFolderOfTheRunsOwn()
    {
        await _runs.Start(Plan("echo kept > ~/file && exec cat ~/file"), default);

        Assert.Equal(new RunEnd.Exited(0), await End("one"));
        Assert.True(File.Exists(Path.Combine(_runs.Folder("one").Home, "file")));
    }

    private Runs Open(CgroupHost? cgroups = null) => new(Path.Combine(_data.Path, "jobs"), cgroups ?? new CgroupHost(), TimeProvider.System);

    private async Task<RunEnd> End(string id) => Assert.IsType<RunState.Ended>(await _runs.Wait(id, Long, default)).End;

    private static string Killed(RunState state) => Assert.IsType<RunEnd.Killed>(Assert.IsType<RunState.Ended>(state).End).Reason;

    private RunPlan Plan(string line) => new()
    {
        Id = "one",
        Command = UserCommand.Of(line),
        WorkingDirectory = _work,
        Environment = new Dictionary<string, Sensitive<string>>(),
        Output = new OutputPlan(OutputKeep.Tail, 1 << 20, Merged: false),
    };

    private RunRecord Record() => new()
    {
        Command = ["true"],
        WorkingDirectory = _work,
        Variables = [],
        Cgroups = [],
        SoftLimits = false,
        Output = new OutputPlan(OutputKeep.Tail, 1 << 20, Merged: false),
        Labels = new Dictionary<string, string>(),
    };

    // A machine that has only the hierarchies of one kind.
    private CgroupHost Hierarchies(string kind)
    {
        var mounts = _data.File("mountinfo");
        File.WriteAllLines(mounts, File.ReadAllLines("/proc/self/mountinfo").Where(line => line.Contains($" - {kind}", StringComparison.Ordinal)));
        return new CgroupHost(mounts, "/proc/self/cgroup");
    }

    private static HashSet<string> Split(byte[] environ)
    {
        var all = new HashSet<string>();
        foreach (var range in environ.AsSpan().Split((byte)0))
        {
            if (environ.AsSpan(range).Length > 0)
                all.Add(Convert.ToHexString(environ.AsSpan(range)));
        }
        return all;
    }

    private static Dictionary<string, Sensitive<string>> RandomVariables(Random random)
    {
        string[] odd = ["_", "PS4", "ENV", "TERM", "POSIXLY_CORRECT", "BASH_ENV", "LC_ALL", "a", "x", "SHLVL", "CDPATH", "HISTSIZE"];
        var names = Enumerable.Range(0, 15).Select(_ => "V" + random.Next()).Concat(random.GetItems(odd, 4)).Distinct();
        return names.ToDictionary(name => name, _ => new Sensitive<string>(RandomValue(random)));
    }

    private static string RandomValue(Random random)
    {
        string[] pieces = ["$", "`", "\"", "'", "\\", "\n", "\r", "\t", " ", "#", "=", "%", "${HOME}", "$(id)", "pa$$word", "ü", "漢", "👩‍💻", "\u0001", "\u007f", "\uFEFF", "\u2028", "*", "~", ";", "a", "9"];
        var value = new StringBuilder();
        for (var left = random.Next(random.Next(5) == 0 ? 3000 : 20); left > 0; left--)
            value.Append(random.Next(4) == 0 ? Character(random) : pieces[random.Next(pieces.Length)]);
        return value.ToString();
    }

    private static string Character(Random random)
    {
        while (true)
        {
            if (Rune.TryCreate(random.Next(1, 0x110000), out var rune))
                return rune.ToString();
        }
    }
}
